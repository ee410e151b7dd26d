//! Those who look around without an account, and what becomes of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::join_all;
use journeys::{Answer, Client, Database, Options, PASSWORD, Service, on_both_databases};
use serde_json::json;

on_both_databases!(
    a_visitor_becomes_the_user_once_the_mailbox_is_proven,
    a_visitor_who_logs_in_fifty_times_at_once_is_merged_once,
    a_visitor_who_registers_logs_in_and_uses_the_session_at_once_ends_as_one_user,
);

const LOG_IN: &str = "/api/v1/auth/login";
const REGISTER: &str = "/api/v1/auth/register";

async fn visit(client: &Client) -> Answer {
    client.post("/api/v1/auth/anonymous", &json!({})).await.is(201)
}

fn registration(email: &str) -> serde_json::Value {
    json!({ "email": email, "name": "Ada", "password": PASSWORD })
}

async fn a_visitor_becomes_the_user_once_the_mailbox_is_proven(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let visitor = visit(&client).await;
    let id = visitor.body["user"]["id"].as_str().unwrap().to_owned();
    let token = visitor.access_token();
    let theme = json!({ "theme": "dark" });
    let preferences = "/api/v1/users/me/preferences";
    let patch = client.request(reqwest::Method::PATCH, preferences).bearer_auth(token).json(&theme);
    Answer::of(patch).await.is(200);

    client.post_as(REGISTER, token, &registration("ada@example.com")).await.is(202);
    let me = client.get_as("/api/v1/users/me", token).await.is(200);
    assert_eq!(me.body["role"], "anonymous", "until the mailbox is proven");
    let mailed = client.mailed_tokens("ada@example.com", 1).await.remove(0);
    client.verify(&mailed).await.is(200);

    let me = client.get_as("/api/v1/users/me", token).await.is(200);
    assert_eq!((&me.body["id"], &me.body["role"]), (&json!(id), &json!("user")));
    let refreshed = client.refresh(visitor.refresh_token()).await.is(200);
    let session = client.get_as("/api/v1/auth/session", refreshed.access_token()).await.is(200);
    assert_eq!(session.body["user"]["email"], "ada@example.com");
    let kept = client.get_as(preferences, refreshed.access_token()).await.is(200);
    assert_eq!(kept.body["theme"], "dark");
    let signed_in = client.log_in("ada@example.com").await.is(200);
    assert_eq!(signed_in.body["user"]["id"], json!(id));
    assert_eq!(database.count("users"), 1);
}

async fn a_visitor_who_logs_in_fifty_times_at_once_is_merged_once(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    client.sign_up("ada@example.com").await;
    let visitor = visit(&client).await;
    let body = json!({ "email": "ada@example.com", "password": PASSWORD });
    let log_ins = (0..50).map(|_| client.post_as(LOG_IN, visitor.access_token(), &body));
    let mut signed_in = 0;
    for answer in join_all(log_ins).await {
        match answer.status.as_u16() {
            200 => signed_in += 1,
            // The queue for passwords is full, or the visitor was gone before.
            503 => {}
            401 => drop(answer.problem(401, "SESSION_REVOKED")),
            _ => panic!("{}", answer.text),
        }
    }
    assert!(signed_in > 0);
    assert_eq!(database.count("users"), 1);
    let merged =
        database.query("SELECT COUNT(*) FROM audit_events WHERE kind = 'user_visitor_merged'");
    assert_eq!(merged.trim(), "1");
    client.get_as("/api/v1/users/me", visitor.access_token()).await.problem(401, "SESSION_REVOKED");
}

async fn a_visitor_who_registers_logs_in_and_uses_the_session_at_once_ends_as_one_user(
    database: Database,
) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    for round in 0..10 {
        let (own, other) = (format!("own{round}@example.com"), format!("other{round}@example.com"));
        client.sign_up(&other).await;
        let visitor = visit(&client).await;
        let token = visitor.access_token().to_owned();
        client.post_as(REGISTER, &token, &registration(&own)).await.is(202);
        let mailed = client.mailed_tokens(&own, 1).await.remove(0);
        let body = json!({ "email": other, "password": PASSWORD });
        let (verified, merged, refreshed, read) = tokio::join!(
            client.verify(&mailed),
            client.post_as(LOG_IN, &token, &body),
            client.refresh(visitor.refresh_token()),
            client.get_as("/api/v1/users/me", &token),
        );
        for answer in [&verified, &merged, &refreshed, &read] {
            assert!(answer.status.as_u16() < 500, "{}", answer.text);
        }
        verified.is(200);
        // Whichever was first: both addresses have one account each, and no visitor is left.
        client.log_in(&own).await.is(200);
        client.log_in(&other).await.is(200);
        let visitors = database.query("SELECT COUNT(*) FROM users WHERE role = 'anonymous'");
        assert_eq!(visitors.trim(), "0");
    }
    assert_eq!(database.count("users"), 20);
}
