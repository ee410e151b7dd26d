//! What must happen once happens once, however many ask at once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeSet;

use futures::future::join_all;
use journeys::{Answer, Database, Options, PASSWORD, Service, on_both_databases};
use serde_json::json;

on_both_databases!(
    fifty_registrations_of_one_address_make_one_account,
    fifty_refreshes_of_one_token_get_one_successor,
    a_stolen_refresh_token_ends_its_session,
);

/// One address in 50 spellings: case, invisible characters, full-width letters.
fn spellings() -> Vec<String> {
    let forms = ["ada@example.com", "ADA@EXAMPLE.COM", "ａｄａ@example.com", "ada@ｅxample.com"];
    (0..50)
        .map(|n| {
            let form = forms[n % forms.len()];
            let (head, tail) = form.split_at(form.char_indices().nth(n % 3).unwrap().0);
            format!("{head}{}{tail}", "\u{200b}".repeat(n / forms.len()))
        })
        .collect()
}

async fn fifty_registrations_of_one_address_make_one_account(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let spellings = spellings();
    assert_eq!(spellings.iter().collect::<BTreeSet<_>>().len(), 50, "all are different texts");

    let answers = join_all(spellings.iter().enumerate().map(|(n, email)| {
        let password = format!("{PASSWORD} {n}");
        let body = json!({ "email": email, "name": format!("Ada {n}"), "password": password });
        let client = client.clone();
        async move { client.post("/api/v1/auth/register", &body).await }
    }))
    .await;
    for answer in answers {
        answer.is(202);
    }

    let tokens = client.mailed_tokens("ada@example.com", 50).await;
    assert_eq!(tokens.iter().collect::<BTreeSet<_>>().len(), 50);
    let answers = join_all(tokens.iter().map(|token| client.verify(token))).await;
    let (verified, refused): (Vec<Answer>, Vec<Answer>) =
        answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!(verified.len(), 1);
    for answer in refused {
        answer.problem(400, "INVALID_TOKEN");
    }
    assert_eq!(database.count("users"), 1);
    assert_eq!(database.count("registrations"), 0);

    let name = database.query("SELECT name FROM users");
    let winner = name.trim().trim_start_matches("Ada ").to_owned();
    for n in 0..50 {
        let password = format!("{PASSWORD} {n}");
        let body = json!({ "email": "ada@example.com", "password": password });
        let expected = if n.to_string() == winner { 200 } else { 401 };
        client.post("/api/v1/auth/login", &body).await.is(expected);
    }
}

async fn fifty_refreshes_of_one_token_get_one_successor(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let mut token = client.sign_up("ada@example.com").await.refresh_token().to_owned();

    for _ in 0..5 {
        let answers = join_all((0..50).map(|_| client.refresh(&token))).await;
        let successors: BTreeSet<String> =
            answers.into_iter().map(|a| a.is(200).refresh_token().to_owned()).collect();
        assert_eq!(successors.len(), 1);
        let successor = successors.into_iter().next().unwrap();
        assert_ne!(successor, token);
        token = successor;
    }
    assert_eq!(database.query("SELECT generation FROM sessions").trim(), "6");
}

async fn a_stolen_refresh_token_ends_its_session(database: Database) {
    let mut service =
        Service::start(&database, Options::unlimited().with("SESSIONS__REUSE_WINDOW", "1ms"));
    let client = service.client();
    let first = client.sign_up("ada@example.com").await;

    // An answer that was lost is given again, for as long as nobody used it.
    let second = client.refresh(first.refresh_token()).await.is(200);
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let again = client.refresh(first.refresh_token()).await.is(200);
    assert_eq!(again.refresh_token(), second.refresh_token());
    client.get_as("/api/v1/users/me", again.access_token()).await.is(200);

    // Now it is in use, so whoever presents the first one has a copy.
    let thefts = join_all((0..20).map(|_| client.refresh(first.refresh_token()))).await;
    let reused = thefts.iter().filter(|a| a.body["code"] == "REFRESH_TOKEN_REUSED").count();
    let revoked = thefts.iter().filter(|a| a.body["code"] == "SESSION_REVOKED").count();
    assert!(reused >= 1 && reused + revoked == 20, "{thefts:?}");
    client.refresh(second.refresh_token()).await.problem(401, "SESSION_REVOKED");
    client.get_as("/api/v1/users/me", second.access_token()).await.problem(401, "SESSION_REVOKED");

    let events = "SELECT count(*) FROM audit_events WHERE kind = 'authn_token_reuse'";
    assert_eq!(database.query(events).trim(), "1");
    let owed = "SELECT count(*) FROM outbox WHERE kind = 'session_ended_after_reuse'";
    assert_eq!(database.query(owed).trim(), "1");

    service.kill_and_restart();
    let client = service.client();
    client.refresh(second.refresh_token()).await.problem(401, "SESSION_REVOKED");
}
