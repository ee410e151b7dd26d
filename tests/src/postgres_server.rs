use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::signal;

/// A PostgreSQL of a test's own, which it may kill or freeze. It ends with its test.
pub struct PostgresServer {
    process: Child,
    url: String,
    ctl: PathBuf,
}

impl PostgresServer {
    /// Starts one by `tests/with-postgres`, as durable as those in production.
    pub fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("with-postgres");
        // It lives until its standard input ends.
        let say = "echo $BOOKPLATE_TEST_POSTGRES_URL; echo $BOOKPLATE_TEST_POSTGRES_CTL; cat";
        let mut process = Command::new(script)
            .args(["sh", "-c", say])
            .env("BOOKPLATE_TEST_POSTGRES_FSYNC", "on")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tests/with-postgres starts");
        let output = process.stdout.take().expect("a pipe");
        let mut lines = BufReader::new(output).lines();
        let mut line = || lines.next().expect("the server starts").expect("text");
        let (url, ctl) = (line(), line().into());
        Self { process, url, ctl }
    }

    /// A URL of a superuser's.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Ends it at once, as a crash would.
    pub fn crash(&self) {
        self.ctl(&["stop", "--mode", "immediate"]);
    }

    /// Starts it again, on the same port.
    pub fn start_again(&self) {
        self.ctl(&["start"]);
    }

    /// Stops all its processes where they are: connections stay open, and nothing answers.
    pub fn freeze(&self) {
        // The one that starts others comes first. Of those some may end meanwhile.
        let main = self.main_process();
        signal("STOP", std::slice::from_ref(&main));
        signal("STOP", &children(&main));
    }

    /// Lets all its processes go on.
    pub fn thaw(&self) {
        let main = self.main_process();
        signal("CONT", &children(&main));
        signal("CONT", &[main]);
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        self.ctl.parent().expect("a folder")
    }

    fn main_process(&self) -> String {
        let text = fs::read_to_string(self.folder().join("data/postmaster.pid"));
        text.expect("a server that runs").lines().next().expect("a process id").to_owned()
    }

    fn ctl(&self, arguments: &[&str]) {
        let status = Command::new(&self.ctl).args(arguments).status().expect("pg_ctl runs");
        assert!(status.success(), "{arguments:?}: {status}");
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        if self.folder().join("data/postmaster.pid").exists() {
            self.thaw();
        }
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

fn children(process: &str) -> Vec<String> {
    let list = fs::read_to_string(format!("/proc/{process}/task/{process}/children"));
    list.expect("a process that runs").split_whitespace().map(str::to_owned).collect()
}
