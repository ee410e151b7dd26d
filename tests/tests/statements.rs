//! What a request costs the database, counted in PostgreSQL's own log.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    fs,
    time::{Duration, Instant},
};

use journeys::{Answer, ChatClient, Database, Options, Service, chat_id, following, question};
use serde_json::json;

/// `sessions.check_cache`.
const CACHE: Duration = Duration::from_secs(5);

/// The statements that the server has run in a database since the last look.
struct Log<'d> {
    admin: &'d Database,
    path: String,
    database: String,
    begun: Instant,
    seen: usize,
    marks: usize,
}

impl<'d> Log<'d> {
    fn of(database: &'d Database) -> Self {
        let name = database.url().rsplit('/').next().unwrap().to_owned();
        database.query(&format!("ALTER DATABASE {name} SET log_statement = 'all'"));
        let path = std::env::var("BOOKPLATE_TEST_POSTGRES_LOG")
            .expect("BOOKPLATE_TEST_POSTGRES_LOG is not set; run the tests by tests/run");
        let begun = Instant::now();
        Self { admin: database, path, database: name, begun, seen: 0, marks: 0 }
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
            // Each node asks so twice a second, whatever is asked of it.
            .filter(|statement| statement != "SELECT pg_is_in_recovery()")
            .collect();
        let new = all[self.seen..].to_vec();
        self.seen = all.len();
        new
    }

    /// Waits until the service asks for nothing by itself.
    async fn is_quiet(&mut self) {
        // Within ten seconds of its start it looks for the first time what is too old.
        tokio::time::sleep_until((self.begun + Duration::from_secs(12)).into()).await;
        let begun = Instant::now();
        while !self.new_statements().await.is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it goes on and on");
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
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
    let service = Service::start(
        &database,
        Options::unlimited().with("MAIL__POLL", "1h").with("SERVER__METRICS_BIND", "none"),
    );
    let client = service.client();
    client.sign_up("ada@example.com").await;
    // A node that has just started reads the keys until it has heard of its own.
    log.is_quiet().await;

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
        ["UPDATE"],
        "a refresh is one statement, without a look before it or a transaction around it"
    );

    let body = json!({ "refreshToken": refreshed.refresh_token() });
    client.post("/api/v1/auth/logout", &body).await.is(204);
    assert_eq!(
        kinds(&log.new_statements().await),
        ["BEGIN", "UPDATE", "INSERT INTO audit_events", "SELECT", "COMMIT"],
        "a log out is one transaction, which tells the other nodes"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_to_wait_writes_nothing() {
    let database = Database::postgres();
    let mut log = Log::of(&database);
    let limited = Options::default()
        .with("MAIL__POLL", "1h")
        .with("SERVER__METRICS_BIND", "none")
        .with("LIMITS__LOG_IN__BURST", "100");
    let limited = limited.with("LIMITS__FAILED_PASSWORDS__PER_DAY", "5");
    let service = Service::start(&database, limited.with("PASSWORDS__BCRYPT_COST", "10"));
    service.make_user("ada@example.com", "user");
    let client = service.client();
    log.is_quiet().await;
    client.log_in("ada@example.com").await.is(200);
    let costs = kinds(&log.new_statements().await);
    assert_eq!(
        costs[..6],
        [
            "INSERT INTO rate_limits",
            "SELECT",
            "INSERT INTO password_attempts",
            "SELECT",
            "SELECT",
            "UPDATE"
        ],
        "limits cost a log in one statement for its network, and a look, a count and the end of \
         the count for its account"
    );
    assert_eq!(costs[6], "BEGIN", "all of that before the transaction");
    let wrong = json!({ "email": "ada@example.com", "password": "wrong" });
    for _ in 0..5 {
        client.post("/api/v1/auth/login", &wrong).await.is(401);
    }
    log.new_statements().await;
    client.log_in("ada@example.com").await.is(429);
    assert_eq!(
        kinds(&log.new_statements().await),
        ["INSERT INTO rate_limits", "SELECT"],
        "a try that has to wait is a look for its account"
    );
}

/// What requests about a chat cost, one after the other; `round` makes their ids differ.
async fn costs(chats: &ChatClient, log: &mut Log<'_>, round: u16) -> Vec<(&'static str, usize)> {
    let chat = chat_id(1, 1);
    let path = format!("/{chat}/messages");
    let fifty: Vec<_> = (0..50).map(|n| question(&format!("{round}-{n}"), "walrus")).collect();
    let one = || [question(&format!("{round}-one"), "walrus")];
    let branch = [following(Some("first"), question(&format!("{round}-branch"), "walrus"))];
    let body = json!({ "role": "user", "content": "walrus again" });
    let put = format!("{path}/{round}-one");
    let mut costs = Vec::new();
    let mut note = async |what, answer: Answer, status| {
        answer.is(status);
        costs.push((what, log.new_statements().await.len()));
    };
    note("an append", chats.append(&chat, &one()).await, 201).await;
    note("an append of fifty", chats.append(&chat, &fifty).await, 201).await;
    note("a retry", chats.append(&chat, &fifty).await, 200).await;
    note("a branch", chats.append(&chat, &branch).await, 201).await;
    note("a new chat", chats.append(&chat_id(2, round.into()), &one()).await, 201).await;
    note("a checkpoint", chats.put(&put, &body).await, 200).await;
    note("a list", chats.get("?limit=20&archived=false").await, 200).await;
    note("a page", chats.get(&path).await, 200).await;
    note("a page of the tree", chats.get(&format!("{path}?view=all&order=desc")).await, 200).await;
    note("a search", chats.get("/search?q=walrus").await, 200).await;
    note("a deletion", chats.delete(&format!("/{}", chat_id(2, round.into()))).await, 204).await;
    costs
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_about_chats_costs_the_same_however_many_there_are() {
    let database = Database::postgres();
    let mut log = Log::of(&database);
    // Each request checks its session, so that it does not matter how much time passes between them.
    let options = Options::unlimited()
        .with("MAIL__POLL", "1h")
        .with("SERVER__METRICS_BIND", "none")
        .with("SESSIONS__CHECK_CACHE", "0s");
    let service = Service::start(&database, options);
    let chats = ChatClient::user(&service, "ada@example.com").await;
    let first = question("first", "walrus");
    chats.append(&chat_id(1, 1), std::slice::from_ref(&first)).await.is(201);
    // A node that has just started reads the keys until it has heard of its own.
    log.is_quiet().await;
    let few = costs(&chats, &mut log, 1).await;

    for n in 0..150 {
        let message = question(&format!("more-{n}"), "walrus");
        chats.append(&chat_id(1, 1), std::slice::from_ref(&message)).await.is(201);
        chats.append(&chat_id(3, n), &[first.clone(), message]).await.is(201);
    }
    log.is_quiet().await;
    let many = costs(&chats, &mut log, 2).await;
    println!("{few:?}");
    assert_eq!(few, many);
    // The check of the session counts, and the begin and the end of a transaction; a deletion asks
    // The check of the session counts, and the begin and the end of a transaction; a deletion asks
    // for more time than others have.
    let most = [
        ("an append", 6),
        ("an append of fifty", 6),
        ("a retry", 6),
        ("a branch", 6),
        ("a new chat", 16),
        ("a checkpoint", 10),
        ("a list", 2),
        ("a page", 3),
        ("a page of the tree", 2),
        ("a search", 2),
        ("a deletion", 6),
    ];
    for ((what, cost), (same, most)) in few.into_iter().zip(most) {
        assert_eq!(what, same);
        assert!(cost <= most, "{what} costs {cost} statements");
    }
}
