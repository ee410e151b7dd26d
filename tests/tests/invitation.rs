//! How somebody who was asked in takes the account over.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::join_all;
use journeys::{Answer, Client, Database, Options, PASSWORD, Service, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    an_invited_moderator_goes_from_the_mail_to_the_first_log_in,
    the_page_at_the_end_of_the_link_does_it_too,
    of_fifty_acceptances_of_one_invitation_one_wins,
);

const EMAIL: &str = "Ada@example.com";
const ACCEPT: &str = "/api/v1/auth/invitation/accept";

/// Has an admin invite an address, and answers the account and the token of the mailed link.
async fn invite(service: &Service, role: &str) -> (Value, String) {
    let client = service.client();
    let admin = service.sign_in_new("grace@example.com", "admin").await;
    let body = json!({ "email": EMAIL, "role": role });
    let invited = client.post_as("/api/v1/admin/users", admin.access_token(), &body).await.is(201);
    let path = invited.headers["location"].to_str().unwrap();
    let read = client.get_as(path, admin.access_token()).await.is(200);
    assert_eq!(read.body, invited.body);
    let link = client.mailed_link(EMAIL, "/accept-invitation").await;
    let (_, token) = link.split_once("#token=").unwrap();
    (invited.body, token.to_owned())
}

async fn an_invited_moderator_goes_from_the_mail_to_the_first_log_in(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let (invited, token) = invite(&service, "moderator").await;
    assert_eq!(invited["role"], "moderator");
    assert_eq!(
        (&invited["emailVerified"], &invited["hasPassword"]),
        (&json!(false), &json!(false))
    );
    client.log_in(EMAIL).await.problem(401, "INVALID_CREDENTIALS");

    let accept = async |name: &str, password: &str| {
        let body = json!({ "token": token, "name": name, "password": password });
        client.post(ACCEPT, &body).await
    };
    // What is wrong can be mended: the link is not spent.
    let wrong = accept("", "short").await.problem(422, "VALIDATION_ERROR");
    assert_eq!(wrong.fields(), ["name REQUIRED", "password PASSWORD_TOO_SHORT"]);
    let weak = accept("Ada Lovelace", "password").await.problem(422, "VALIDATION_ERROR");
    assert_eq!(weak.fields(), ["password PASSWORD_TOO_WEAK"]);
    let accepted = accept("Ada Lovelace", PASSWORD).await.is(200);
    assert_eq!(accepted.body, json!({ "email": EMAIL }));
    accept("Ada Lovelace", PASSWORD).await.problem(400, "INVALID_TOKEN");

    let session = client.log_in(EMAIL).await.is(200);
    let user = &session.body["user"];
    assert_eq!((&user["id"], &user["name"]), (&invited["id"], &json!("Ada Lovelace")));
    assert_eq!((&user["emailVerified"], &user["role"]), (&json!(true), &json!("moderator")));
    client.get_as("/api/v1/admin/users", session.access_token()).await.is(200);
}

async fn post_form(client: &Client, token: &str) -> Answer {
    // The token and the password need no escaping, but for the blanks.
    let form = format!("token={token}&name=Ada+Lovelace&password={}", PASSWORD.replace(' ', "+"));
    let request = client.request(Method::POST, "/accept-invitation");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    Answer::of(request.body(form)).await
}

async fn the_page_at_the_end_of_the_link_does_it_too(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let (invited, token) = invite(&service, "user").await;

    let page = client.get("/accept-invitation").await.is(200);
    for field in ["name=\"token\"", "name=\"name\"", "name=\"password\""] {
        assert!(page.text.contains(field), "{field}: {}", page.text);
    }
    let html = page.headers["content-type"].to_str().unwrap();
    assert!(html.starts_with("text/html"), "{html}");
    // Looking spends nothing.
    let done = post_form(&client, &token).await.is(200);
    assert!(done.text.contains(EMAIL), "{}", done.text);
    assert_eq!(client.log_in(EMAIL).await.is(200).user_id(), invited["id"].as_str().unwrap());
    post_form(&client, &token).await.is(400);
}

async fn of_fifty_acceptances_of_one_invitation_one_wins(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let (_, token) = invite(&service, "user").await;
    let passwords: Vec<String> = (0..50).map(|n| format!("another {PASSWORD} {n}")).collect();
    let answers = join_all(passwords.iter().enumerate().map(|(n, password)| {
        let body = json!({ "token": token, "name": format!("Ada {n}"), "password": password });
        let client = client.clone();
        async move { client.post(ACCEPT, &body).await }
    }))
    .await;
    let mut winner = None;
    for (n, answer) in answers.into_iter().enumerate() {
        if answer.status == 200 {
            assert!(winner.replace(n).is_none(), "two won");
        } else {
            answer.problem(400, "INVALID_TOKEN");
        }
    }
    let winner = winner.expect("one won");
    let log_in = json!({ "email": EMAIL, "password": passwords[winner] });
    let session = client.post("/api/v1/auth/login", &log_in).await.is(200);
    assert_eq!(session.body["user"]["name"], format!("Ada {winner}"));
    let accepted = "SELECT count(*) FROM audit_events WHERE kind = 'user_invitation_accepted'";
    assert_eq!(database.query(accepted).trim(), "1");
}
