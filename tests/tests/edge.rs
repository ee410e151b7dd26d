//! What every answer carries, and what is refused before anything is done.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{Answer, Client, Database, Options, PASSWORD, Service};
use reqwest::Method;
use serde_json::json;

const REGISTER: &str = "/api/v1/auth/register";

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_says_how_many_tries_are_left_and_when_to_come_back() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::default());
    let client = service.client();
    for left in (0..5).rev() {
        let taken = client.register("ada@example.com").await.is(202);
        assert_eq!(taken.headers["ratelimit-policy"], "\"register\";q=5;w=900");
        let state = taken.headers["ratelimit"].to_str().unwrap().to_owned();
        assert!(state.starts_with(&format!("\"register\";r={left};t=")), "{state}");
    }
    let limited = client.register("ada@example.com").await.problem(429, "RATE_LIMIT_EXCEEDED");
    let wait: u64 = limited.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=180).contains(&wait), "a fifth of 15 minutes at most: {wait}");
    assert_eq!(limited.body["retryAfter"], wait);
    assert_eq!(limited.body["limit"], "register");
    client.get(REGISTER).await.problem(405, "METHOD_NOT_ALLOWED");
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_mails_to_many_addresses_is_limited_too() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::default());
    let client = service.client();
    let resend = "/api/v1/auth/verify-email/resend";
    for n in 0..20 {
        client.post(resend, &json!({ "email": format!("ada{n}@example.com") })).await.is(202);
    }
    let limited = client.post(resend, &json!({ "email": "eve@example.com" })).await;
    limited.problem(429, "RATE_LIMIT_EXCEEDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resent_link_works_and_the_first_does_not() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    client.register("ada@example.com").await.is(202);
    let first = client.mailed_tokens("ada@example.com", 1).await.remove(0);
    let body = json!({ "email": "ADA@example.com" });
    client.post("/api/v1/auth/verify-email/resend", &body).await.is(202);
    let second = client.mailed_tokens("ada@example.com", 2).await.remove(0);
    client.verify(&first).await.problem(400, "INVALID_TOKEN");
    client.verify(&second).await.is(200);
    client.log_in("ada@example.com").await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_registers_where_registration_is_closed() {
    let database = Database::sqlite();
    let options = Options::unlimited().with("REGISTRATION__OPEN", "false");
    let service = Service::start(&database, options);
    let client = service.client();
    client.register("ada@example.com").await.problem(403, "REGISTRATION_DISABLED");
    assert_eq!(client.get("/api/v1/config").await.body["registration"]["open"], false);
    assert_eq!(database.count("registrations"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_logs_its_session_out() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let signed_in = client.sign_up("ada@example.com").await;
    for _ in 0..2 {
        let request = client.request(Method::POST, "/api/v1/auth/logout");
        let answer = request.bearer_auth(signed_in.access_token()).send().await.unwrap();
        assert_eq!(answer.status(), 204, "also for a dead credential");
    }
    client.refresh(signed_in.refresh_token()).await.problem(401, "SESSION_REVOKED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_named_and_only_a_harmless_name_is_taken_over() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let named = async |name: &str| {
        let request = client.request(Method::GET, "/api/v1/none").header("x-request-id", name);
        let answer = request.send().await.unwrap();
        let header = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
        let body: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(body["requestId"], header);
        header
    };
    assert_eq!(named("proxy-7.a_b").await, "proxy-7.a_b");
    for harmful in ["a b", "{}", "a\"b", &"x".repeat(65)] {
        assert_ne!(named(harmful).await, harmful);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_credentials_in_one_header_are_refused() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let signed_in = client.sign_up("ada@example.com").await;
    let bearer = format!("Bearer {}", signed_in.access_token());
    let ask = async |values: &[&str]| {
        let mut request = client.request(Method::GET, "/api/v1/users/me");
        for value in values {
            request = request.header("authorization", *value);
        }
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(&[&bearer]).await, 200);
    assert_eq!(ask(&[&bearer.replace("Bearer", "bearer")]).await, 200);
    assert_eq!(ask(&[&bearer, &bearer]).await, 401);
    assert_eq!(ask(&[&bearer.replace("Bearer", "Basic")]).await, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn https_is_remembered_where_the_service_is_reached_by_it() {
    let database = Database::sqlite();
    let options = Options::unlimited().with("SERVER__PUBLIC_URL", "https://accounts.example");
    let service = Service::start(&database, options);
    let client = service.client();
    let header = "strict-transport-security";
    assert_eq!(client.get("/livez").await.is(200).headers[header], "max-age=63072000");

    client.register("ada@example.com").await.is(202);
    client.mailed_tokens("ada@example.com", 1).await;
    let mails = client.get("/dev/mailbox").await;
    let text = mails.body["data"][0]["text"].as_str().unwrap();
    assert!(text.contains("https://accounts.example/verify-email#token="), "{text}");
}

/// Follows the newest link to an address as a browser without scripts would: opens the page, pastes
/// the link and presses the button.
async fn follow(client: &Client, email: &str, path: &str, password: Option<&str>) {
    let link = client.mailed_link(email, path).await;
    let page = client.get(path).await.is(200);
    assert!(page.text.contains("<form method=\"post\""), "{}", page.text);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");

    let mut form = vec![("token", link.as_str())];
    form.extend(password.map(|password| ("password", password)));
    let pressed = Answer::of(client.request(Method::POST, path).form(&form)).await.is(200);
    assert!(pressed.text.contains("role=\"status\""), "{}", pressed.text);
    let again = Answer::of(client.request(Method::POST, path).form(&form)).await.is(400);
    assert!(again.text.contains("role=\"alert\""), "{}", again.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn mailed_links_lead_to_pages_of_our_own_until_a_front_end_is_configured() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let owner = "ada@example.com";
    client.register(owner).await.is(202);
    follow(&client, owner, "/verify-email", None).await;
    client.post("/api/v1/auth/password-reset", &json!({ "email": owner })).await.is(202);
    follow(&client, owner, "/reset-password", Some(PASSWORD)).await;
    let session = client.log_in(owner).await.is(200);
    let change = client.request(Method::POST, "/api/v1/auth/email-change");
    let change = change.bearer_auth(session.access_token());
    Answer::of(change.json(&json!({ "email": "ada@new.example" }))).await.is(202);
    follow(&client, "ada@new.example", "/confirm-email-change", None).await;
    follow(&client, owner, "/revert-email-change", None).await;
    client.get("/pages/pages.js").await.is(200);
    client.get("/pages/pages.css").await.is(200);
    drop(service);

    let options = Options::unlimited().with("LINKS__BASE", "https://book.example");
    let service = Service::start(&database, options);
    service.client().get("/verify-email").await.problem(404, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_come_is_not_waited_for_without_end() {
    use std::io::{Read, Write};

    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let address = service.base().trim_start_matches("http://").to_owned();
    let answer = tokio::task::spawn_blocking(move || {
        let mut socket = std::net::TcpStream::connect(&address).unwrap();
        socket.set_read_timeout(Some(std::time::Duration::from_secs(30))).unwrap();
        let head = "POST /api/v1/auth/refresh HTTP/1.1\r\nHost: x\r\n\
            Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
        socket.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        answer
    });
    let answer = answer.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("\"code\":\"REQUEST_TIMEOUT\""), "{answer}");
}
