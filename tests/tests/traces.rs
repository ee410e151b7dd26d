//! Spans that are exported, and what every line of the log about a request says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{collections::BTreeSet, process::Command, time::Duration};

use journeys::{Database, Options, OtlpReceiver, PASSWORD, Scrape, Service, eventually};
use reqwest::Method;
use serde_json::{Value, json};

const EMAIL: &str = "ada.lovelace@example.com";
/// What anybody may ask for; of what proxies ask for all the time there are no spans.
const CONFIG: &str = "/api/v1/config";

/// Spans leave at once, and the log tells of each request.
fn traced(endpoint: &str) -> Options {
    let mut at_once = Command::new("env");
    at_once.arg("OTEL_BSP_SCHEDULE_DELAY=100");
    Options::unlimited()
        .by(&at_once)
        .with("TELEMETRY__OTLP_ENDPOINT", endpoint)
        .with("LOG__LEVEL", "info")
        .with("LOG__FORMAT", "json")
        .logged()
}

fn is_of(span: &Value, name: &str) -> bool {
    span["name"] == name
}

fn log(service: &Service) -> Vec<Value> {
    let parse =
        |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    service.log().lines().map(parse).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_request_and_each_mail_is_a_span() {
    let receiver = OtlpReceiver::start();
    let database = Database::sqlite();
    let service = Service::start(&database, traced(&receiver.endpoint()));
    let client = service.client();
    client.register(EMAIL).await.is(202);
    client.get("/api/v1/users/me").await.is(401);

    let registered = |span: &Value| is_of(span, "POST /api/v1/auth/register");
    let span = receiver.span(registered).await;
    assert_eq!(span["kind"], 2, "it is a server's: {span}");
    assert_eq!(span["attributes"]["http.request.method"], "POST");
    assert_eq!(span["attributes"]["http.route"], "/api/v1/auth/register");
    assert_eq!(span["attributes"]["http.response.status_code"], 202);
    assert_eq!(span["parent_span_id"], "");
    assert!(span["nanoseconds"].as_u64().unwrap() > 1_000_000, "a password was hashed: {span}");
    assert_eq!(span["resource"]["service.name"], "bookplate");
    assert_eq!(span["resource"]["service.version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(span["resource"]["service.instance.id"].as_str().unwrap().len(), 36);
    let lines = log(&service);
    let line = lines.iter().find(|line| line["status"] == 202).unwrap();
    assert_eq!(line["request_id"], span["attributes"]["request_id"]);

    let refused = receiver.span(|span| is_of(span, "GET /api/v1/users/me")).await;
    assert_eq!(refused["attributes"]["http.response.status_code"], 401);
    assert_eq!(refused["status"], 0, "what a client did wrong is no failure of ours: {refused}");
    let mail = receiver.span(|span| is_of(span, "send verify_email")).await;
    assert_eq!(mail["kind"], 3, "it is a client's: {mail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_trusted_proxy_says_what_a_request_is_part_of() {
    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
    const PARENT: &str = "00f067aa0ba902b7";
    let receiver = OtlpReceiver::start();
    for (proxies, is_believed) in [("127.0.0.1", true), ("", false)] {
        let options = traced(&receiver.endpoint()).with("SERVER__TRUSTED_PROXIES", proxies);
        let database = Database::sqlite();
        let service = Service::start(&database, options);
        let id = format!("asked-{is_believed}");
        for traceparent in [&format!("00-{TRACE}-{PARENT}-01"), "nonsense"] {
            let request = service.client().request(Method::GET, CONFIG);
            let request = request.header("traceparent", traceparent).header("x-request-id", &id);
            assert!(request.send().await.unwrap().status().is_success());
        }
        let ours = |span: &Value| span["attributes"]["request_id"] == id.as_str();
        let believed = |span: &Value| span["trace_id"] == TRACE && span["parent_span_id"] == PARENT;
        let other = |span: &Value| ours(span) && !believed(span);
        receiver.span(other).await;
        if is_believed {
            receiver.span(|span| ours(span) && believed(span)).await;
        }
        drop(service);
    }
    let spans = receiver.spans();
    assert_eq!(spans.iter().filter(|span| span["trace_id"] == TRACE).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_is_down_costs_one_line_and_nothing_else() {
    let mut receiver = OtlpReceiver::start();
    receiver.stop();
    let database = Database::sqlite();
    let service = Service::start(&database, traced(&receiver.endpoint()));
    let client = service.client();
    for _ in 0..20 {
        client.get(CONFIG).await.is(200);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let about_spans = || {
        let lines = log(&service).into_iter().filter(|line| line["target"] == "bookplate::otlp");
        lines.map(|line| line["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let said = eventually("a word about spans", async || {
        Some(about_spans()).filter(|said| !said.is_empty())
    })
    .await;
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("spans cannot be exported"), "{said:?}");

    receiver.start_again();
    client.get(CONFIG).await.is(200);
    receiver.span(|span| is_of(span, "GET /api/v1/config")).await;
    let said = eventually("a word that it is over", async || {
        Some(about_spans()).filter(|said| said.len() > 1)
    })
    .await;
    assert_eq!(said[1..], ["spans are exported again"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_is_exported_at_the_end() {
    let receiver = OtlpReceiver::start();
    // Not before the service ends.
    let mut late = Command::new("env");
    late.arg("OTEL_BSP_SCHEDULE_DELAY=600000");
    let options = traced(&receiver.endpoint()).by(&late);
    let database = Database::sqlite();
    let mut service = Service::start(&database, options);
    service.client().get(CONFIG).await.is(200);
    assert_eq!(receiver.spans(), Vec::<Value>::new());
    service.terminate();
    receiver.span(|span| is_of(span, "GET /api/v1/config")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_numbers_nor_spans_nor_the_log_tell_about_anybody() {
    let receiver = OtlpReceiver::start();
    let options = traced(&receiver.endpoint()).with("LOG__LEVEL", "debug");
    let database = Database::sqlite();
    let mut service = Service::start(&database, options);
    let client = service.client();
    client.register(EMAIL).await.is(202);
    let mailed = client.mailed_tokens(EMAIL, 1).await.remove(0);
    client.verify(&mailed).await.is(200);
    let signed_in = client.log_in(EMAIL).await.is(200);
    let refreshed = client.refresh(signed_in.refresh_token()).await.is(200);
    let token = refreshed.access_token();
    let me = format!("/api/v1/users/me?email={EMAIL}");
    client.get_as(&me, token).await;
    let chat = "0198c0de-7000-7000-8000-0000000000aa";
    let words = "a question about bees";
    let message =
        json!({ "id": "m1", "role": "user", "parts": [{ "type": "text", "text": words }] });
    let start = json!({ "id": chat, "title": words, "messages": [message] });
    client.post_as("/api/v1/chats", token, &start).await;
    client.get_as(&format!("/api/v1/chats/{chat}"), token).await;
    client.get_as("/api/v1/chats/search?q=bees", token).await;
    client.get("/nowhere/ada.lovelace@example.com").await.is(404);
    client
        .post("/api/v1/auth/logout", &json!({ "refreshToken": refreshed.refresh_token() }))
        .await
        .is(204);

    let scrape = Scrape::of(&service).await;
    receiver.span(|span| is_of(span, "POST /api/v1/auth/logout")).await;
    service.terminate();
    let spans: String =
        receiver.spans().iter().map(|span| span["raw"].as_str().unwrap().to_owned()).collect();
    assert!(receiver.spans().len() > 10, "{spans}");
    let log = service.log();
    assert!(log.contains("\"/api/v1/chats/search\""), "{log}");
    let secrets = [
        EMAIL,
        "lovelace",
        PASSWORD,
        &mailed,
        signed_in.refresh_token(),
        signed_in.access_token(),
        refreshed.refresh_token(),
        token,
        words,
        "bees",
        chat,
    ];
    for (what, told) in [("numbers", scrape.text()), ("spans", &spans), ("log", &log)] {
        for secret in secrets {
            assert!(
                !told.to_lowercase().contains(&secret.to_lowercase()),
                "{secret} in the {what}"
            );
        }
    }
    let ids = [signed_in.user_id(), signed_in.session_id()];
    for (what, told) in [("numbers", scrape.text()), ("spans", &spans)] {
        for id in ids {
            assert!(!told.contains(id), "{id} in the {what}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_line_of_the_log_is_one_flat_object_and_names_its_request() {
    let options =
        Options::default().with("LOG__LEVEL", "debug").with("LOG__FORMAT", "json").logged();
    let database = Database::sqlite();
    let service = Service::start(&database, options.with("LIMITS__LOG_IN__BURST", "1"));
    let client = service.client();
    let body = json!({ "email": "a\u{1b}[31m\n\"@example.com", "password": "\u{0}\n" });
    client.post("/api/v1/auth/login", &body).await;
    client.log_in(EMAIL).await;
    let id =
        client.log_in(EMAIL).await.is(429).headers["x-request-id"].to_str().unwrap().to_owned();
    for strange in ["/%0a%0d", "/\u{7f}", "/\"}"] {
        client.get(strange).await;
    }
    let lines = log(&service);
    assert!(lines.len() >= 5, "{lines:?}");
    for line in &lines {
        let line = line.as_object().unwrap();
        let nested = |value: &Value| value.is_object() || value.is_array();
        assert!(!line.values().any(nested), "{line:?}");
        assert!(line["timestamp"].as_str().is_some_and(|at| at.ends_with('Z')), "{line:?}");
        for key in ["level", "target", "message"] {
            assert!(line[key].is_string(), "{key}: {line:?}");
        }
    }
    // What was refused, and that it was answered.
    let ours: Vec<_> = lines.iter().filter(|line| line["request_id"] == id.as_str()).collect();
    let said: BTreeSet<_> = ours.iter().map(|line| line["message"].as_str().unwrap()).collect();
    assert!(said.contains("request"), "{ours:?}");
    for line in ours {
        assert_eq!(line["method"], "POST");
        assert_eq!(line["route"], "/api/v1/auth/login");
    }
}
