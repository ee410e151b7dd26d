//! What a request costs the database, counted in PostgreSQL's own log.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    fs,
    time::{Duration, Instant},
};

use journeys::{Database, Options, Service};
use serde_json::json;

/// `sessions.check_cache`.
const CACHE: Duration = Duration::from_secs(5);

/// The statements that the server has run in a database since the last look.
struct Log<'d> {
    admin: &'d Database,
    path: String,
    database: String,
    seen: usize,
    marks: usize,
}

impl<'d> Log<'d> {
    fn of(database: &'d Database) -> Self {
        let name = database.url().rsplit('/').next().unwrap().to_owned();
        database.query(&format!("ALTER DATABASE {name} SET log_statement = 'all'"));
        let path = std::env::var("BOOKPLATE_TEST_POSTGRES_LOG")
            .expect("BOOKPLATE_TEST_POSTGRES_LOG is not set; run the tests by tests/run");
        Self { admin: database, path, database: name, seen: 0, marks: 0 }
    }

    async fn new_statements(&mut self) -> Vec<String> {
        // The server writes its log a little after it has answered: up to a mark of our own.
        self.marks += 1;
        let mark = format!("mark {}", self.marks);
        self.admin.query(&format!("SELECT '{mark}'"));
        let log = loop {
            let log = fs::read_to_string(&self.path).expect("the server's log");
            if log.contains(&mark) {
                break log;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        let here = format!(" {} LOG:  ", self.database);
        let all: Vec<String> = log
            .lines()
            .filter_map(|line| line.split_once(&here))
            .filter_map(|(_, text)| {
                let statement = text
                    .strip_prefix("statement: ")
                    .or_else(|| text.strip_prefix("execute ")?.split_once(": ").map(|(_, s)| s))?;
                Some(statement.to_owned())
            })
            .filter(|statement| !statement.contains("'mark "))
            .collect();
        let new = all[self.seen..].to_vec();
        self.seen = all.len();
        new
    }
}

/// The first two words of each statement.
fn kinds(statements: &[String]) -> Vec<String> {
    statements
        .iter()
        .map(|s| s.split_whitespace().take(if s.starts_with("INSERT") { 3 } else { 1 }))
        .map(|words| words.collect::<Vec<_>>().join(" ").replace(['"', '('], ""))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_costs_what_the_design_says() {
    let database = Database::postgres();
    let mut log = Log::of(&database);
    // A long poll, so that the outbox worker is quiet.
    let service = Service::start(&database, Options::unlimited().with("MAIL__POLL", "1h"));
    let client = service.client();
    client.sign_up("ada@example.com").await;
    // A node that has just started reads the keys until it has heard of its own.
    tokio::time::sleep(Duration::from_secs(2)).await;
    log.new_statements().await;

    let signed_in = client.log_in("ada@example.com").await.is(200);
    assert_eq!(
        kinds(&log.new_statements().await),
        [
            "SELECT",
            "SELECT",
            "BEGIN",
            "SELECT",
            "INSERT INTO sessions",
            "UPDATE",
            "INSERT INTO audit_events",
            "COMMIT"
        ],
        "a log in: two reads before the hash, and one transaction after it, in which the known \
         devices are read and the oldest session of too many is ended"
    );
    client.log_in("nobody@example.com").await.is(401);
    assert_eq!(
        kinds(&log.new_statements().await),
        ["SELECT", "SELECT", "BEGIN", "SELECT", "INSERT INTO audit_events", "COMMIT"],
        "an unknown address costs the same reads, and a failure one more: who was deleted \
         meanwhile is not named"
    );

    let begun = Instant::now();
    client.get_as("/api/v1/users/me", signed_in.access_token()).await.is(200);
    assert_eq!(
        kinds(&log.new_statements().await),
        ["SELECT", "BEGIN", "UPDATE", "COMMIT"],
        "the first use of an access token is noted"
    );
    for _ in 0..20 {
        client.get_as("/api/v1/users/me", signed_in.access_token()).await.is(200);
    }
    let costs = kinds(&log.new_statements().await);
    assert!(begun.elapsed() < CACHE, "this machine is too slow to tell");
    assert_eq!(costs, [""; 0], "what was checked a moment ago is remembered");
    tokio::time::sleep(CACHE).await;
    for _ in 0..3 {
        client.get_as("/api/v1/users/me", signed_in.access_token()).await.is(200);
    }
    assert_eq!(kinds(&log.new_statements().await), ["SELECT"], "one read every five seconds");

    let refreshed = client.refresh(signed_in.refresh_token()).await.is(200);
    assert_eq!(
        kinds(&log.new_statements().await),
        ["BEGIN", "SELECT", "UPDATE", "COMMIT"],
        "a refresh is one transaction"
    );

    let body = json!({ "refreshToken": refreshed.refresh_token() });
    client.post("/api/v1/auth/logout", &body).await.is(204);
    assert_eq!(
        kinds(&log.new_statements().await),
        ["BEGIN", "UPDATE", "INSERT INTO audit_events", "SELECT", "COMMIT"],
        "a log out is one transaction, which tells the other nodes"
    );
}
