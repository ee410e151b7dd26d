//! What sessions look like from outside, and that their owners keep them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    io::Write,
    net::TcpStream,
    time::{Duration, Instant},
};

use futures::future::join_all;
use journeys::{Answer, Client, Database, Options, PASSWORD, Service, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    the_twenty_first_log_in_ends_the_oldest_session,
    sessions_are_listed_by_device_and_end_one_by_one,
    an_answer_that_was_lost_is_given_again,
    a_client_that_hangs_up_at_any_moment_asks_again,
);

const EMAIL: &str = "ada@example.com";
const ME: &str = "/api/v1/users/me";
const SESSIONS: &str = "/api/v1/sessions";
const REFRESH: &str = "/api/v1/auth/refresh";

async fn the_twenty_first_log_in_ends_the_oldest_session(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let first = client.sign_up(EMAIL).await;
    client.get_as(ME, first.access_token()).await.is(200);
    let mut later = Vec::new();
    for _ in 0..19 {
        later.push(client.log_in(EMAIL).await.is(200));
    }
    client.get_as(ME, first.access_token()).await.is(200);

    later.push(client.log_in(EMAIL).await.is(200));
    client.get_as(ME, first.access_token()).await.problem(401, "SESSION_REVOKED");
    client.refresh(first.refresh_token()).await.problem(401, "SESSION_REVOKED");
    let live = client.get_as(SESSIONS, later[0].access_token()).await.is(200);
    assert_eq!(live.body["data"].as_array().unwrap().len(), 20);
    for session in &later {
        client.refresh(session.refresh_token()).await.is(200);
    }
    let why = database.query("SELECT revoke_reason FROM sessions WHERE revoked_at IS NOT NULL");
    assert_eq!(why.trim(), "too_many");
}

async fn log_in_from(client: &Client, user_agent: &str) -> Answer {
    let request = client.request(Method::POST, "/api/v1/auth/login");
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    Answer::of(request.header("user-agent", user_agent).json(&body)).await.is(200)
}

async fn sessions_are_listed_by_device_and_end_one_by_one(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let unknown = client.sign_up(EMAIL).await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
    let laptop = log_in_from(&client, firefox).await;
    let script = log_in_from(&client, "curl/8.5.0").await;

    let list = client.get_as(SESSIONS, laptop.access_token()).await.is(200);
    assert_eq!(list.headers["cache-control"], "no-store");
    assert_eq!(list.body["nextCursor"], Value::Null);
    let find = |session: &Answer| {
        let data = list.body["data"].as_array().unwrap();
        data.iter().find(|other| other["id"] == session.session_id()).unwrap().clone()
    };
    assert_eq!(list.body["data"].as_array().unwrap().len(), 3);
    for (session, device, current) in [
        (&laptop, json!("Firefox 150 on Linux"), true),
        (&script, json!("curl 8"), false),
        (&unknown, Value::Null, false),
    ] {
        let shown = find(session);
        assert_eq!((&shown["device"], &shown["current"]), (&device, &json!(current)));
        assert_eq!(shown["ipAddress"], "127.0.0.1");
    }

    let path = format!("{SESSIONS}/{}", script.session_id());
    client.delete_as(&path, laptop.access_token()).await.is(204);
    client.delete_as(&path, laptop.access_token()).await.problem(404, "NOT_FOUND");
    client.get_as(ME, script.access_token()).await.problem(401, "SESSION_REVOKED");

    let eve = client.sign_up("eve@example.com").await;
    let path = format!("{SESSIONS}/{}", laptop.session_id());
    client.delete_as(&path, eve.access_token()).await.problem(404, "NOT_FOUND");
    client.get_as(ME, laptop.access_token()).await.is(200);

    let ended = client.delete_as(SESSIONS, laptop.access_token()).await.is(200);
    assert_eq!(ended.body, json!({ "revoked": 1 }));
    client.refresh(unknown.refresh_token()).await.problem(401, "SESSION_REVOKED");
    client.get_as(ME, laptop.access_token()).await.is(200);
}

/// Writes a refresh and goes away after a moment, without a look at the answer.
fn refresh_and_hang_up(service: &Service, token: &str, patience: Duration) {
    let body = json!({ "refreshToken": token }).to_string();
    let address = service.base().trim_start_matches("http://");
    let mut socket = TcpStream::connect(address).unwrap();
    let length = body.len();
    let request = format!(
        "POST {REFRESH} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    );
    socket.write_all(request.as_bytes()).unwrap();
    std::thread::sleep(patience);
}

async fn an_answer_that_was_lost_is_given_again(database: Database) {
    // Whoever asks again within the window would be believed anyway.
    let options = Options::unlimited().with("SESSIONS__REUSE_WINDOW", "1ms");
    let service = Service::start(&database, options);
    let client = service.client();
    let first = client.sign_up(EMAIL).await;
    let begun = Instant::now();
    while database.query("SELECT generation FROM sessions").trim() == "1" {
        assert!(begun.elapsed() < Duration::from_secs(10), "it was not done");
        // Whoever hangs up early may not have been heard at all.
        refresh_and_hang_up(&service, first.refresh_token(), Duration::from_millis(50));
    }
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        client.refresh(first.refresh_token()).await.is(200);
    }
    let second = client.refresh(first.refresh_token()).await.is(200);
    assert_eq!(database.query("SELECT generation FROM sessions").trim(), "2");
    client.get_as(ME, second.access_token()).await.is(200);
    client.refresh(second.refresh_token()).await.is(200);
}

async fn a_client_that_hangs_up_at_any_moment_asks_again(database: Database) {
    let service =
        Service::start(&database, Options::unlimited().with("SESSIONS__MAX_PER_USER", "60"));
    let client = service.client();
    client.sign_up(EMAIL).await;
    let sessions = join_all((0..50).map(|_| client.log_in(EMAIL))).await;
    let mut next = Vec::new();
    for (turn, session) in (0..).zip(&sessions) {
        let token = session.refresh_token();
        refresh_and_hang_up(&service, token, Duration::from_micros(turn * 150));
        // The request that was given up may still be under way, and come second.
        let answer = client.refresh(token).await.is(200);
        client.get_as(ME, answer.access_token()).await.is(200);
        next.push(answer.refresh_token().to_owned());
    }
    for token in next {
        client.refresh(&token).await.is(200);
    }
    let generations = "SELECT generation, count(*) FROM sessions GROUP BY 1 ORDER BY 1";
    assert_eq!(database.query(generations).trim(), "1|1\n3|50");
}
