//! `/readyz` says whether requests can be answered, as it is now and not as it was at the start.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use futures::future::join_all;
use journeys::{
    Answer, Client, Database, Options, PostgresServer, ResendServer, Service, eventually,
    on_both_databases,
};
use reqwest::Method;
use serde_json::json;
use tokio::time::sleep;

on_both_databases!(
    a_ready_node_says_how_everything_is,
    a_migration_that_is_missing_makes_it_unready,
    a_key_that_was_sealed_under_another_secret_makes_it_unready,
    mail_that_nobody_takes_is_late_and_keeps_nobody_from_being_answered
);

/// However broken the database is.
const ANSWERED: Duration = Duration::from_secs(3);
/// After it is whole again.
const HEALTHY: Duration = Duration::from_secs(5);
/// What two busy cores may add to either.
const SLACK: Duration = Duration::from_secs(1);

/// Waits until `/readyz` says something else than before, and answers that.
async fn becomes(client: &Client, status: u16) -> Answer {
    let begun = Instant::now();
    loop {
        let asked_at = Instant::now();
        let answer = client.get("/readyz").await;
        assert!(asked_at.elapsed() < ANSWERED + SLACK, "{:?}", asked_at.elapsed());
        if answer.status == status {
            return answer;
        }
        assert!(begun.elapsed() < HEALTHY + SLACK, "still {answer:?}");
        sleep(Duration::from_millis(50)).await;
    }
}

fn is_unready(answer: &Answer, failing: &str) {
    assert_eq!(answer.status, 503);
    assert_eq!(answer.body["code"], "SERVICE_UNAVAILABLE", "{}", answer.text);
    assert_eq!(answer.body["detail"], format!("This node is not ready: {failing}."));
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.headers["retry-after"], "1");
}

async fn a_ready_node_says_how_everything_is(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let answer = client.get("/readyz").await.is(200);
    let ok = json!({ "database": "ok", "migrations": "ok", "keys": "ok", "outbox": "ok" });
    assert_eq!(answer.body, json!({ "status": "ok", "checks": ok }));
    let head = client.send(Method::HEAD, "/readyz").await.is(200);
    assert_eq!(head.text, "");
    assert_eq!(client.get("/livez").await.is(200).body, json!({ "status": "ok" }));
}

async fn a_migration_that_is_missing_makes_it_unready(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    client.get("/readyz").await.is(200);
    let newest = "(SELECT max(version) FROM seaql_migrations)";
    let step = database.query(&format!(
        "SELECT version, applied_at FROM seaql_migrations WHERE version = {newest}"
    ));
    let (version, applied_at) = step.trim().split_once('|').unwrap();
    database.execute(&format!("DELETE FROM seaql_migrations WHERE version = '{version}'"));
    is_unready(&becomes(&client, 503).await, "migrations");
    client.get("/livez").await.is(200);
    let back = format!("INSERT INTO seaql_migrations VALUES ('{version}', {applied_at})");
    database.execute(&back);
    becomes(&client, 200).await;
}

async fn a_key_that_was_sealed_under_another_secret_makes_it_unready(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    client.get("/readyz").await.is(200);
    let sealed = |database: &Database| {
        let hex = database.either("SELECT hex(sealed)", "SELECT encode(sealed, 'hex')");
        database.query(&format!("{hex} FROM signing_keys")).trim().to_owned()
    };
    let seal = |hex: &str| {
        let value = match database.either("sqlite", "postgres") {
            "sqlite" => format!("x'{hex}'"),
            _ => format!("'\\x{hex}'"),
        };
        database.execute(&format!("UPDATE signing_keys SET sealed = {value}"));
    };
    let before = sealed(&database);
    // The key of a service that has another secret.
    let others = Database::sqlite();
    let other = Service::start(&others, Options::unlimited());
    other.client().get("/readyz").await.is(200);
    seal(&sealed(&others));
    is_unready(&becomes(&client, 503).await, "keys");
    seal(&before);
    becomes(&client, 200).await;

    // One that all other nodes sign with, and this one has never heard of.
    database.execute(
        "INSERT INTO signing_keys (kid, generation, sealed, created_at, active_at) \
         SELECT 'foreign', generation + 1, sealed, created_at, active_at FROM signing_keys",
    );
    is_unready(&becomes(&client, 503).await, "keys");
    database.execute("DELETE FROM signing_keys WHERE kid = 'foreign'");
    becomes(&client, 200).await;
    // Then none: it makes one, as at its start.
    database.execute("DELETE FROM signing_keys");
    becomes(&client, 200).await;
    eventually("a key", async || {
        client.get("/readyz").await.is(200);
        (database.count("signing_keys") > 0).then_some(())
    })
    .await;
}

async fn mail_that_nobody_takes_is_late_and_keeps_nobody_from_being_answered(database: Database) {
    let mut provider = ResendServer::start();
    let service = Service::start(&database, provider.options());
    let client = service.client();
    provider.stop();
    client.register("ada@example.com").await.is(202);
    let answer = client.get("/readyz").await.is(200);
    assert_eq!(answer.body["checks"]["outbox"], "ok");
    database.execute(database.either(
        "UPDATE outbox SET created_at = strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '-301 seconds')",
        "UPDATE outbox SET created_at = created_at - interval '301 seconds'",
    ));
    eventually("a late outbox", async || {
        let answer = client.get("/readyz").await.is(200);
        assert_eq!(answer.body["status"], "ok");
        (answer.body["checks"]["outbox"] == "late").then_some(())
    })
    .await;
}

/// Asks from as many places at once as there are proxies, and more.
async fn all_are_told(client: &Client, failing: &str) {
    let asked_at = Instant::now();
    let answers = join_all((0..40).map(|_| client.get("/readyz"))).await;
    let took = asked_at.elapsed();
    assert!(took < ANSWERED + SLACK, "{took:?}");
    for answer in &answers {
        is_unready(answer, failing);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_written_makes_it_unready_on_sqlite() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    client.get("/readyz").await.is(200);
    // Somebody else writes, and goes on writing.
    let mut shell = Command::new("sqlite3");
    let other = shell.arg(database.file()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut other = other.spawn().unwrap();
    let mut input = other.stdin.take().unwrap();
    input.write_all(b"BEGIN IMMEDIATE; SELECT 'begun';\n").unwrap();
    let mut line = String::new();
    BufReader::new(other.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line.trim(), "begun");
    sleep(Duration::from_millis(600)).await;
    all_are_told(&client, "database").await;
    client.get("/livez").await.is(200);
    input.write_all(b"ROLLBACK;\n").unwrap();
    becomes(&client, 200).await;
    drop(input);
    other.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_takes_no_writes_makes_it_unready_on_postgres() {
    let server = PostgresServer::start();
    let database = Database::on(server.url());
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    client.get("/readyz").await.is(200);
    let beside = Database::on(server.url());
    let name = database.url().rsplit_once('/').unwrap().1;
    let read_only = |is: &str| {
        beside.execute(&format!("ALTER DATABASE {name} SET default_transaction_read_only = {is}"));
        beside.execute(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ));
    };
    read_only("on");
    becomes(&client, 503).await;
    // It is connected again by then, and can read.
    sleep(Duration::from_secs(2)).await;
    all_are_told(&client, "database").await;
    read_only("off");
    becomes(&client, 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hangs_or_has_stopped_is_told_of_within_three_seconds_on_postgres() {
    let server = PostgresServer::start();
    let database = Database::on(server.url());
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    client.get("/readyz").await.is(200);
    type Act = fn(&PostgresServer);
    let hangs: [Act; 2] = [PostgresServer::freeze, PostgresServer::thaw];
    let stops: [Act; 2] = [PostgresServer::crash, PostgresServer::start_again];
    for [go, come] in [hangs, stops] {
        go(&server);
        sleep(Duration::from_millis(600)).await;
        all_are_told(&client, "database").await;
        all_are_told(&client, "database").await;
        client.get("/livez").await.is(200);
        come(&server);
        becomes(&client, 200).await;
    }
}
