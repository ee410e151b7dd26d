//! What the example of a back end, `examples/fastapi-chat`, refuses, and how.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::Duration,
};

use journeys::{
    Answer, Client, Database, FastApiChat, Options, Program, Service, needed, on_both_databases,
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(a_question_too_many_is_refused_as_bookplate_refuses_it);

async fn a_question_too_many_is_refused_as_bookplate_refuses_it(database: Database) {
    let options = Options::unlimited().with("ANONYMOUS__MESSAGES_PER_DAY", "2");
    let service = Service::start(&database, options);
    let example = FastApiChat::start(service.base(), &[]);
    let visitor = example.visitor().await;
    let token = visitor.access_token();

    for id in ["q1", "q2"] {
        example.answer(token, id, "What is a gearbox?").await;
    }
    let refused = example.ask(token, "q3", "What is a gearbox?").await;
    let refused = refused.problem(429, "ANONYMOUS_LIMIT_REACHED");
    assert_eq!(refused.body["limit"], 2);
    assert_eq!(refused.headers["retry-after"], refused.body["retryAfter"].to_string().as_str());
    assert_eq!(example.messages(token).await.len(), 4);
    // One whose answer was lost may still be asked for again.
    example.answer(token, "q2", "What is a gearbox?").await;

    // Users have no such limit.
    let user = service.client().sign_up("ada@example.com").await;
    for id in ["q1", "q2", "q3"] {
        let mut asked = FastApiChat::question(id, "What is a gearbox?");
        asked["chatId"] = json!("01990000-0000-7000-8000-000000000002");
        FastApiChat::streamed(&Answer::of(example.request(user.access_token(), &asked)).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_request_is_refused_and_never_an_error_of_the_server() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let example = FastApiChat::start(service.base(), &[]);
    let (visitor, other) = (example.visitor().await, example.visitor().await);

    let chat = FastApiChat::CHAT;
    for (chat, message) in [
        (chat, r#"{"id":"q","role":"user","parts":[{"type":"text","text":"\ud800"}]}"#),
        (chat, r#"{"id":"\ud800","role":"user","parts":[{"type":"text","text":"a"}]}"#),
        (chat, r#"{"id":"q","role":"assistant","parts":[{"type":"text","text":"a"}]}"#),
        (chat, r#"{"id":"q","role":"user","parts":[{"type":"text","text":5}]}"#),
        (chat, r#"{"id":"q","role":"user","parts":[{}]}"#),
        (chat, r#"{"id":"q","role":"user"}"#),
        (r"\udfff", r#"{"id":"q","role":"user","parts":[{"type":"text","text":"a"}]}"#),
        ("x/../y", r#"{"id":"q","role":"user","parts":[{"type":"text","text":"a"}]}"#),
    ] {
        let body = format!(r#"{{"chatId":"{chat}","message":{message}}}"#);
        let request = example.client.request(Method::POST, "/chat");
        let request = request.bearer_auth(visitor.access_token()).body(body.clone());
        let refused = Answer::of(request.header("content-type", "application/json")).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.text);
        assert_eq!(refused.headers["content-type"], "application/problem+json");
    }
    assert_eq!(database.count("chats"), 0);

    // A chat of somebody else's is none.
    example.answer(visitor.access_token(), "q", "What is a servo?").await;
    let refused = example.ask(other.access_token(), "q2", "What is a servo?").await;
    assert!([404, 409].contains(&refused.status.as_u16()), "{}", refused.text);
    assert_eq!(example.messages(visitor.access_token()).await.len(), 2);
}

/// A stand-in for the service that signs what the service never would, and keeps no chats.
#[tokio::test(flavor = "multi_thread")]
async fn a_forged_token_is_refused_before_anything_is_asked_of_bookplate() {
    let mut command = Command::new(needed("BOOKPLATE_TEST_PYTHON"));
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/peers/token_forge.py"));
    let mut forge = Program::start(command.args([FastApiChat::ISSUER, "-"]).stdout(Stdio::piped()));
    let mut line = String::new();
    BufReader::new(forge.output()).read_line(&mut line).unwrap();
    let ports: Value = serde_json::from_str(&line).unwrap();
    let url = format!("http://127.0.0.1:{}", ports["port"]);
    let example = FastApiChat::start(&url, &[]);
    let tokens = Client::new(&url).get("/tokens").await.is(200);
    let tokens = tokens.body.as_array().unwrap();
    assert!(tokens.len() > 40, "{} tokens", tokens.len());

    // The forge fails once to give its keys.
    let good = tokens[0]["token"].as_str().unwrap();
    let without_keys = example.ask(good, "q", "?").await.is(503);
    assert!(without_keys.headers.contains_key("retry-after"));
    for token in tokens {
        let answer = example.ask(token["token"].as_str().unwrap(), "q", "?").await;
        let expired = token["name"].as_str().unwrap().starts_with("expired");
        if token["genuine"] == true && !expired {
            // It is passed on, and the forge does not know what to do with it.
            assert_eq!(answer.status, 501, "{token}: {}", answer.text);
            continue;
        }
        assert_eq!(answer.status, 401, "{token}: {}", answer.text);
        let code = if expired { "ACCESS_TOKEN_EXPIRED" } else { "ACCESS_TOKEN_INVALID" };
        assert_eq!(answer.body["code"], code, "{token}");
        assert_eq!(answer.headers["www-authenticate"], r#"Bearer error="invalid_token""#);
    }
    let nobody = example.client.post("/chat", &FastApiChat::question("q", "?")).await.is(401);
    assert_eq!(nobody.headers["www-authenticate"], "Bearer");
    assert_eq!(Client::new(&url).get("/fetches").await.body, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_would_expire_before_the_answer_is_kept_is_refused() {
    let database = Database::sqlite();
    let options = Options::unlimited().with("TOKENS__ACCESS", "64s");
    let service = Service::start(&database, options);
    let example = FastApiChat::start(service.base(), &[]);
    let visitor = example.visitor().await;

    example.answer(visitor.access_token(), "q1", "What is a servo?").await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let refused = example.ask(visitor.access_token(), "q2", "What is a servo?").await.is(401);
    assert_eq!(refused.body["code"], "ACCESS_TOKEN_EXPIRED");
    let refreshed = service.client().refresh(visitor.refresh_token()).await.is(200);
    example.answer(refreshed.access_token(), "q2", "What is a servo?").await;

    // Bookplate knows more than the token says.
    let gone = json!({ "refreshToken": refreshed.refresh_token() });
    service.client().post("/api/v1/auth/logout", &gone).await.is(204);
    let signed_out = example.ask(refreshed.access_token(), "q3", "What is a servo?").await;
    signed_out.problem(401, "SESSION_REVOKED");
}
