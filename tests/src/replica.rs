use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    PostgresServer,
    database::psql,
    pooler::{at, free_port},
    program::unprivileged,
};

/// How long one server may take until it sees what the other did.
const PATIENCE: Duration = Duration::from_secs(20);

/// A standby of another PostgreSQL, without which that one confirms no commit. It ends with its test.
pub struct Replica {
    folder: TempDir,
    programs: PathBuf,
    url: String,
    port: u16,
    primary_url: String,
    primary: String,
}

impl Replica {
    /// Copies a server and follows it from then on. The copy itself waits for nobody once it is
    /// promoted.
    pub fn of(primary: &PostgresServer) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (port, programs) = (free_port(), programs(primary));
        let url = at(primary.url(), &format!("127.0.0.1:{port}"));
        let primary_url = primary.url().to_owned();
        let mut replica = Self { folder, programs, url, port, primary_url, primary: String::new() };
        let from = format!("--dbname={}", replica.primary_url);
        let copy = ["--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--pgdata"];
        fs::write(replica.log(), "").expect("a file");
        replica.run(
            replica.folder.path(),
            "pg_basebackup",
            &[&[from.as_str()], &copy[..]].concat(),
        );
        replica.ctl(&["start"]);
        replica.primary = psql(&replica.url, "SHOW primary_conninfo").trim().to_owned();
        replica.be_waited_for(true);
        replica.wait_until_followed(true);
        replica
    }

    /// A URL of a superuser's.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether the primary confirms a commit only when this one has it on its disk.
    pub fn be_waited_for(&self, waited_for: bool) {
        let names = if waited_for { "*" } else { "" };
        set(&self.primary_url, "synchronous_standby_names", names);
    }

    /// Hears nothing more of the primary.
    pub fn cut_off(&self) {
        set(&self.url, "primary_conninfo", "");
        self.wait_until_followed(false);
    }

    /// Hears it again, and catches up.
    pub fn reconnect(&self) {
        set(&self.url, "primary_conninfo", &self.primary);
        self.wait_until_followed(true);
    }

    /// Becomes a primary, and answers when it takes writes.
    pub fn promote(&self) {
        self.ctl(&["promote", "--no-wait"]);
        wait(|| psql(&self.url, "SELECT pg_is_in_recovery()").trim() == "f");
    }

    fn wait_until_followed(&self, followed: bool) {
        let followers = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'";
        wait(|| (psql(&self.primary_url, followers).trim() != "0") == followed);
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Runs one of PostgreSQL's programs for whom some of the files are; the data's path comes last.
    fn run(&self, files: &Path, program: &str, arguments: &[&str]) {
        let program = self.programs.join(program);
        let mut command = unprivileged(files, program.to_str().expect("text"));
        let status = command.args(arguments).arg(self.folder.path().join("data")).status();
        assert!(status.expect("it runs").success(), "{program:?} {arguments:?}");
    }

    fn ctl(&self, arguments: &[&str]) {
        let (log, port) = (self.log(), format!("-p {}", self.port));
        let log_path = log.to_str().expect("text");
        let all = ["--silent", "--log", log_path, "--options", &port, "--pgdata"];
        self.run(&log, "pg_ctl", &[arguments, &all].concat());
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        if self.folder.path().join("data/postmaster.pid").exists() {
            self.ctl(&["stop", "--mode", "immediate"]);
        }
    }
}

/// Where a server's programs are: Debian keeps them out of the `PATH`.
fn programs(server: &PostgresServer) -> PathBuf {
    let ctl = fs::read_to_string(server.folder().join("ctl")).expect("a script");
    let program = ctl.split('\'').find(|word| word.ends_with("/pg_ctl")).expect("a program");
    Path::new(program).parent().expect("a folder").to_owned()
}

fn set(url: &str, name: &str, value: &str) {
    let value = value.replace('\'', "''");
    psql(url, &format!("ALTER SYSTEM SET {name} = '{value}'"));
    psql(url, "SELECT pg_reload_conf()");
}

fn wait(mut until: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !until() {
        assert!(begun.elapsed() < PATIENCE, "the servers do not agree");
        thread::sleep(Duration::from_millis(20));
    }
}
