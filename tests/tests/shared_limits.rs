//! Limits hold however many try at once, at whichever node, however often the service is started
//! again, and however the same is spelled.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::join_all;
use journeys::{Answer, Client, Database, Nodes, Options, Service, on_both_databases};
use reqwest::Method;
use serde_json::json;

on_both_databases!(
    of_a_hundred_log_ins_at_once_ten_are_judged_and_none_after_a_restart,
    a_mailbox_has_three_mails_however_it_is_spelled,
);

const LOG_IN: &str = "/api/v1/auth/login";
const RESEND: &str = "/api/v1/auth/verify-email/resend";
const FAILED: &str = "SELECT count(*) FROM audit_events WHERE kind = 'authn_login_fail'";

/// The queue for hashes takes all that are judged.
fn limited() -> Options {
    Options::default().with("PASSWORDS__BCRYPT_COST", "10").with("LOG__LEVEL", "warn")
}

async fn guess(client: &Client, number: usize) -> Answer {
    let body = json!({ "email": format!("nobody{number}@example.com"), "password": "wrong" });
    client.post(LOG_IN, &body).await
}

/// How many answers were judgements; all others were refusals to judge.
fn judged(answers: &[Answer]) -> usize {
    let judged = answers.iter().filter(|answer| answer.status == 401).count();
    let limited = answers.iter().filter(|answer| answer.status == 429).count();
    assert_eq!(judged + limited, answers.len(), "{answers:?}");
    judged
}

async fn of_a_hundred_log_ins_at_once_ten_are_judged_and_none_after_a_restart(database: Database) {
    let mut service = Service::start(&database, limited());
    let client = service.client();
    assert_eq!(judged(&join_all((0..100).map(|n| guess(&client, n))).await), 10);
    assert_eq!(database.query(FAILED).trim(), "10");
    service.kill_and_restart();
    let client = service.client();
    assert_eq!(judged(&join_all((0..20).map(|n| guess(&client, n))).await), 0);
    // Neither another spelling of the path nor somebody else's word for the network makes a
    // difference.
    let body = json!({ "email": "nobody@example.com", "password": "wrong" });
    for (name, value) in [
        ("x-forwarded-for", "198.51.100.7"),
        ("forwarded", "for=198.51.100.7"),
        ("x-real-ip", "198.51.100.7"),
    ] {
        let request = client.request(Method::POST, LOG_IN).header(name, value).json(&body);
        assert_eq!(request.send().await.unwrap().status(), 429, "{name}");
    }
    for path in
        ["/api/v1/auth/login/", "/api/v1//auth/login", "/api/v1/auth/%6cogin", "/API/v1/auth/login"]
    {
        let status = client.post(path, &body).await.status.as_u16();
        assert!([404, 429].contains(&status), "{path} {status}");
    }
    assert_eq!(database.query(FAILED).trim(), "10");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_count_together() {
    let database = Database::postgres();
    let nodes = Nodes::start(&database, limited());
    let clients = nodes.clients();
    let guesses = (0..100).map(|n| guess(&clients[n % 2], n));
    assert_eq!(judged(&join_all(guesses).await), 10);
    assert_eq!(database.query(FAILED).trim(), "10");
}

async fn a_mailbox_has_three_mails_however_it_is_spelled(database: Database) {
    let service = Service::start(&database, limited());
    let client = service.client();
    let spelled = [
        "ada@example.com",
        "ADA@example.com",
        "ada@EXAMPLE.com",
        "Ada@Example.Com",
        "aDA@example.com",
    ];
    let client = &client;
    let tries =
        spelled.map(|email| async move { client.post(RESEND, &json!({ "email": email })).await });
    let answers = join_all(tries).await;
    let taken = answers.iter().filter(|answer| answer.status == 202).count();
    assert_eq!(taken, 3, "{answers:?}");
    // What is kept of them says nothing about anybody.
    assert!(database.dump().iter().all(|row| !row.contains("ada@example.com")));
}
