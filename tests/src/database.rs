use std::{
    path::PathBuf,
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use tempfile::TempDir;

use crate::SmallDisk;

/// An empty database of its own, gone when it is dropped.
pub struct Database {
    url: String,
    kind: Kind,
}

enum Kind {
    Sqlite(TempDir),
    SqliteOn(SmallDisk),
    Postgres { admin_url: String, name: String },
}

impl Database {
    /// A file in a folder of its own.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("bookplate.db").display());
        Self { url, kind: Kind::Sqlite(folder) }
    }

    /// A file on a disk, which stays with the database.
    pub fn sqlite_on(disk: SmallDisk) -> Self {
        let url = format!("sqlite://{}", disk.path().join("bookplate.db").display());
        Self { url, kind: Kind::SqliteOn(disk) }
    }

    /// The disk that it was made on.
    pub fn disk(&self) -> &SmallDisk {
        let Kind::SqliteOn(disk) = &self.kind else { panic!("a database on no disk of its own") };
        disk
    }

    /// A database on the server that `tests/with-postgres` has started.
    pub fn postgres() -> Self {
        let admin_url = std::env::var("BOOKPLATE_TEST_POSTGRES_URL").expect(
            "BOOKPLATE_TEST_POSTGRES_URL is not set; run the tests by tests/run, or this one by \
             tests/with-postgres cargo nextest run …",
        );
        Self::on(&admin_url)
    }

    /// A database on a server, by a URL of one who may make it.
    pub fn on(admin_url: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let admin_url = admin_url.to_owned();
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("journey_{}_{number}", std::process::id());
        psql(&admin_url, &format!("CREATE DATABASE {name}"));
        let (server, _) = admin_url.rsplit_once('/').expect("a URL that names a database");
        Self { url: format!("{server}/{name}"), kind: Kind::Postgres { admin_url, name } }
    }

    /// What `database.url` takes.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Asks one question past the service; a row a line, columns separated by `|`.
    pub fn query(&self, sql: &str) -> String {
        match &self.kind {
            Kind::Postgres { .. } => psql(&self.url, sql),
            _ => run(self.sqlite3().arg("-readonly").arg(self.file()).arg(sql)),
        }
    }

    /// Changes something past the service.
    pub fn execute(&self, sql: &str) {
        match &self.kind {
            Kind::Postgres { .. } => psql(&self.url, sql),
            _ => run(self.sqlite3().args(["-cmd", ".timeout 5000"]).arg(self.file()).arg(sql)),
        };
    }

    /// Every row of every table as an `INSERT`, one a line, in lower case.
    pub fn dump(&self) -> Vec<String> {
        let text = match &self.kind {
            Kind::Postgres { .. } => {
                run(Command::new("pg_dump").args(["--data-only", "--inserts"]).arg(&self.url))
            }
            _ => run(self.sqlite3().arg("-readonly").arg(self.file()).arg(".dump")),
        };
        let rows = text.lines().filter(|line| line.starts_with("INSERT INTO "));
        let rows: Vec<String> = rows.map(str::to_lowercase).collect();
        assert!(rows.len() > 3, "{text}");
        rows
    }

    /// The moment so many seconds from now, as the contract writes it.
    pub fn moment(&self, seconds: i32) -> String {
        let sql = match &self.kind {
            Kind::Sqlite(_) | Kind::SqliteOn(_) => {
                format!("SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '{seconds} seconds')")
            }
            Kind::Postgres { .. } => format!(
                "SELECT to_char((now() + interval '{seconds} seconds') AT TIME ZONE 'UTC', \
                 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
            ),
        };
        self.query(&sql).trim().to_owned()
    }

    /// Makes every proof of a password eleven minutes older. What a node remembers of a session it
    /// remembers for some seconds more.
    pub fn age_proofs(&self) {
        self.execute(self.either(
            "UPDATE sessions SET authenticated_at = \
             strftime('%Y-%m-%dT%H:%M:%fZ', authenticated_at, '-11 minutes')",
            "UPDATE sessions SET authenticated_at = authenticated_at - interval '11 minutes'",
        ));
    }

    /// Cuts the connections by which the nodes hear of each other. They are opened again after a
    /// moment.
    pub fn cut_listeners(&self) {
        let Kind::Postgres { admin_url, name } = &self.kind else {
            panic!("nodes hear of each other on PostgreSQL only");
        };
        let cut = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = '{name}' AND application_name = 'bookplate listener'"
        );
        assert!(psql(admin_url, &cut).contains('t'), "nobody listened");
    }

    /// Whether the database takes new connections; those that are open stay so.
    pub fn admit(&self, admit: bool) {
        let Kind::Postgres { admin_url, name } = &self.kind else {
            panic!("SQLite has no connections");
        };
        psql(admin_url, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {admit}"));
    }

    /// The one of two statements that this database understands.
    pub fn either<'s>(&self, sqlite: &'s str, postgres: &'s str) -> &'s str {
        match self.kind {
            Kind::Postgres { .. } => postgres,
            _ => sqlite,
        }
    }

    /// An id as it is written in a statement.
    pub fn id(&self, id: &str) -> String {
        match &self.kind {
            Kind::Postgres { .. } => format!("'{id}'"),
            _ => format!("x'{}'", id.replace('-', "")),
        }
    }

    /// The file of a database on SQLite.
    pub fn file(&self) -> PathBuf {
        match &self.kind {
            Kind::Sqlite(folder) => folder.path().join("bookplate.db"),
            Kind::SqliteOn(disk) => disk.path().join("bookplate.db"),
            Kind::Postgres { .. } => panic!("PostgreSQL keeps many files"),
        }
    }

    /// SQLite's shell, where the file is seen.
    fn sqlite3(&self) -> Command {
        let Kind::SqliteOn(disk) = &self.kind else { return Command::new("sqlite3") };
        let mut command = disk.beside();
        command.arg("sqlite3");
        command
    }

    /// How many rows a table has.
    pub fn count(&self, table: &str) -> u64 {
        self.query(&format!("SELECT count(*) FROM {table}")).trim().parse().expect("a number")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Kind::Postgres { admin_url, name } = &self.kind {
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            // A test that fails may leave a server behind that does not answer.
            run(asking(admin_url, &drop).env("PGCONNECT_TIMEOUT", "20"));
        }
    }
}

/// Asks PostgreSQL past the service; a row a line, columns separated by `|`.
pub fn psql(url: &str, sql: &str) -> String {
    run(&mut asking(url, sql))
}

fn asking(url: &str, sql: &str) -> Command {
    let mut command = Command::new("psql");
    command.args(["--no-psqlrc", "-qtAX", "-v", "ON_ERROR_STOP=1", "-c", sql, url]);
    command
}

fn run(command: &mut Command) -> String {
    let output = command.output().expect("psql and sqlite3 are installed by tests/run");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || std::thread::panicking(), "{command:?}: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
