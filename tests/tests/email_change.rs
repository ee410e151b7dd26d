//! How an account gets another address, and its old one back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::join_all;
use journeys::{Answer, Client, Database, Options, Service, on_both_databases};
use reqwest::Method;
use serde_json::json;

on_both_databases!(
    an_address_is_changed_by_one_of_fifty_confirmations,
    a_change_and_its_reversal_at_once_leave_one_address,
);

const OLD: &str = "ada@example.com";
const NEW: &str = "ada@new.example";

async fn ask(client: &Client, session: &Answer) {
    let request = client.request(Method::POST, "/api/v1/auth/email-change");
    let request = request.bearer_auth(session.access_token()).json(&json!({ "email": NEW }));
    let answer = Answer::of(request).await.is(202);
    assert!(answer.text.is_empty());
}

async fn follow(client: Client, what: &'static str, token: String) -> Answer {
    let path = format!("/api/v1/auth/email-change/{what}");
    client.post(&path, &json!({ "token": token })).await
}

async fn an_address_is_changed_by_one_of_fifty_confirmations(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let session = client.sign_up(OLD).await;
    ask(&client, &session).await;
    let confirm = client.mailed_tokens(NEW, 1).await.remove(0);
    let revert = client.mailed_tokens(OLD, 2).await.remove(0);

    let answers =
        join_all((0..50).map(|_| follow(client.clone(), "confirm", confirm.clone()))).await;
    let mut confirmed = 0;
    for answer in answers {
        if answer.status == 200 {
            assert_eq!(answer.body, json!({ "email": NEW }));
            confirmed += 1;
        } else {
            answer.problem(400, "INVALID_TOKEN");
        }
    }
    assert_eq!(confirmed, 1);
    client.get_as("/api/v1/users/me", session.access_token()).await.problem(401, "SESSION_REVOKED");
    client.refresh(session.refresh_token()).await.problem(401, "SESSION_REVOKED");
    client.log_in(OLD).await.problem(401, "INVALID_CREDENTIALS");
    let session = client.log_in(NEW).await.is(200);

    let answers = join_all((0..50).map(|_| follow(client.clone(), "revert", revert.clone()))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    client.get_as("/api/v1/users/me", session.access_token()).await.problem(401, "SESSION_REVOKED");
    client.log_in(OLD).await.problem(401, "INVALID_CREDENTIALS");

    let reset = client.mailed_tokens(OLD, 3).await.remove(0);
    let body = json!({ "token": reset, "password": journeys::PASSWORD });
    client.post("/api/v1/auth/password-reset/confirm", &body).await.is(204);
    let back = client.log_in(OLD).await.is(200);
    assert_eq!(back.body["user"]["email"], OLD);
}

async fn a_change_and_its_reversal_at_once_leave_one_address(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    for round in 0..5 {
        let old = format!("ada{round}@example.com");
        let new = format!("ada{round}@new.example");
        let session = client.sign_up(&old).await;
        let request = client.request(Method::POST, "/api/v1/auth/email-change");
        let body = json!({ "email": new });
        Answer::of(request.bearer_auth(session.access_token()).json(&body)).await.is(202);
        let confirm = client.mailed_tokens(&new, 1).await.remove(0);
        let revert = client.mailed_tokens(&old, 2).await.remove(0);
        let both = (0..20).map(|n| match n % 2 {
            0 => follow(client.clone(), "confirm", confirm.clone()),
            _ => follow(client.clone(), "revert", revert.clone()),
        });
        let answers = join_all(both).await;
        assert!(answers.iter().all(|a| a.status == 200 || a.status == 400), "{answers:?}");
        // Whichever came first, the old mailbox has the last word.
        let email = database.query(&format!(
            "SELECT email_canonical FROM users WHERE email_canonical LIKE 'ada{round}@%'"
        ));
        assert_eq!(email.trim(), old);
    }
}
