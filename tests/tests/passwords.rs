//! How a password is lost, changed and proven once more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::join_all;
use journeys::{Answer, Client, Database, Options, PASSWORD, Service, on_both_databases};
use serde_json::json;

on_both_databases!(
    of_fifty_uses_of_one_reset_link_one_wins,
    a_changed_password_ends_every_other_session,
);

const EMAIL: &str = "ada@example.com";

async fn log_in_with(client: &Client, password: &str) -> Answer {
    client.post("/api/v1/auth/login", &json!({ "email": EMAIL, "password": password })).await
}

async fn of_fifty_uses_of_one_reset_link_one_wins(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let before = client.sign_up(EMAIL).await;
    let asked = client.post("/api/v1/auth/password-reset", &json!({ "email": EMAIL })).await;
    asked.is(202);
    let token = client.mailed_tokens(EMAIL, 2).await.remove(0);

    let passwords: Vec<String> = (0..50).map(|n| format!("another {PASSWORD} {n}")).collect();
    let answers = join_all(passwords.iter().map(|password| {
        let body = json!({ "token": token, "password": password });
        let client = client.clone();
        async move { client.post("/api/v1/auth/password-reset/confirm", &body).await }
    }))
    .await;
    let mut winner = None;
    for (password, answer) in passwords.iter().zip(answers) {
        if answer.status == 204 {
            assert!(winner.replace(password).is_none(), "two won");
        } else {
            answer.problem(400, "INVALID_TOKEN");
        }
    }
    let winner = winner.expect("one won");
    for password in passwords.iter().map(String::as_str).chain([PASSWORD]) {
        let expected = if password == winner { 200 } else { 401 };
        log_in_with(&client, password).await.is(expected);
    }
    client.refresh(before.refresh_token()).await.problem(401, "SESSION_REVOKED");
    let dead = client.get_as("/api/v1/users/me", before.access_token()).await;
    dead.problem(401, "SESSION_REVOKED");
}

async fn a_changed_password_ends_every_other_session(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let mine = client.sign_up(EMAIL).await;
    let other = client.log_in(EMAIL).await.is(200);
    let post = async |path: &str, body: serde_json::Value| {
        let request = client.request(reqwest::Method::POST, path).json(&body);
        request.bearer_auth(mine.access_token()).send().await.unwrap()
    };

    let change = "/api/v1/auth/password-change";
    let wrong = json!({ "currentPassword": "wrong", "newPassword": "another horse battery 7" });
    assert_eq!(post(change, wrong).await.status(), 401);
    let weak = json!({ "currentPassword": PASSWORD, "newPassword": "password" });
    assert_eq!(post(change, weak).await.status(), 422);
    let right = json!({ "currentPassword": PASSWORD, "newPassword": "another horse battery 7" });
    assert_eq!(post(change, right).await.status(), 204);

    client.get_as("/api/v1/users/me", mine.access_token()).await.is(200);
    let dead = client.get_as("/api/v1/users/me", other.access_token()).await;
    dead.problem(401, "SESSION_REVOKED");
    log_in_with(&client, PASSWORD).await.problem(401, "INVALID_CREDENTIALS");

    let proof = json!({ "password": "another horse battery 7" });
    let proven = post("/api/v1/auth/reauthenticate", proof).await;
    assert_eq!(proven.status(), 200);
    let proven: serde_json::Value = proven.json().await.unwrap();
    assert_eq!(proven["session"]["id"], mine.body["session"]["id"]);
    let fresh = proven["session"]["authTime"].as_str().unwrap();
    assert!(fresh > mine.body["session"]["authTime"].as_str().unwrap());
}
