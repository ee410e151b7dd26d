//! What is measured, and who is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use journeys::{
    Client, Database, Options, PASSWORD, Scrape, Service, eventually, on_both_databases,
};
use reqwest::Method;
use serde_json::json;

on_both_databases!(what_the_service_does_is_counted);

const REQUESTS: &str = "bookplate_http_requests_total";
const EMAIL: &str = "ada@example.com";

/// Asks again and again until it is so.
async fn until(service: &Service, is_so: impl Fn(&Scrape) -> bool) -> Scrape {
    let look = async || Some(Scrape::of(service).await).filter(&is_so);
    eventually("what was done, among what is measured", look).await
}

async fn what_the_service_does_is_counted(database: Database) {
    let mut service = Service::start(&database, Options::unlimited());
    let client = service.client();
    client.post("/api/v1/auth/anonymous", &json!({})).await.is(201);
    let first = client.sign_up(EMAIL).await;
    let wrong = json!({ "email": EMAIL, "password": "a wrong password" });
    client.post("/api/v1/auth/login", &wrong).await.is(401);

    let second = client.refresh(first.refresh_token()).await.is(200);
    // The answer was lost.
    client.refresh(first.refresh_token()).await.is(200);
    let third = client.refresh(second.refresh_token()).await.is(200);
    client.get_as("/api/v1/users/me", third.access_token()).await.is(200);
    let stolen = client.refresh(first.refresh_token()).await;
    stolen.problem(401, "REFRESH_TOKEN_REUSED");

    // The verification, the welcome, and the word that the session was ended.
    let sent = ["outcome=\"sent\""];
    let scrape = until(&service, |scrape| scrape.sum("bookplate_mails_total", &sent) >= 3.0).await;
    let of =
        |route: &str, status: &str| [format!("route=\"{route}\""), format!("status=\"{status}\"")];
    for (route, status, count) in [
        ("/api/v1/auth/anonymous", "201", 1.0),
        ("/api/v1/auth/login", "200", 1.0),
        ("/api/v1/auth/login", "401", 1.0),
        ("/api/v1/auth/refresh", "200", 3.0),
        ("/api/v1/auth/refresh", "401", 1.0),
    ] {
        let labels = of(route, status);
        let labels = labels.each_ref().map(String::as_str);
        assert_eq!(scrape.sum(REQUESTS, &labels), count, "{route} {status}");
    }
    let refreshes = |outcome| scrape.sum("bookplate_refreshes_total", &[outcome]);
    assert_eq!(refreshes("outcome=\"new\""), 2.0);
    assert_eq!(refreshes("outcome=\"again\""), 1.0);
    assert_eq!(refreshes("outcome=\"reused\""), 1.0);
    let started = |kind| scrape.sum("bookplate_sessions_started_total", &[kind]);
    assert_eq!(started("kind=\"visitor\""), 1.0);
    assert_eq!(started("kind=\"log_in\""), 1.0);
    let durations = "bookplate_http_request_duration_seconds_count";
    assert_eq!(scrape.sum(durations, &["method=\"POST\"", "/auth/refresh\""]), 4.0);
    // To register, to log in, and to log in wrongly.
    assert_eq!(scrape.sum("bookplate_password_hash_duration_seconds_count", &[]), 3.0);
    assert_eq!(scrape.sum("bookplate_http_requests_in_flight", &[]), 0.0);
    let connections = scrape.sum("bookplate_database_connections", &[]);
    assert!(
        connections >= 1.0 && connections <= scrape.sum("bookplate_database_connections_max", &[])
    );
    assert!(scrape.sum("process_resident_memory_bytes", &[]) > 1e6);
    assert!(scrape.sum("process_open_fds", &[]) > 5.0);

    // The visitor's session lives, and the other one was ended.
    service.terminate();
    service.restart();
    let live = |scrape: &Scrape| scrape.find("bookplate_sessions_live", &[]);
    let owed = |scrape: &Scrape| scrape.find("bookplate_outbox_owed", &[]);
    let scrape = until(&service, |scrape| live(scrape).is_some() && owed(scrape).is_some()).await;
    assert_eq!(live(&scrape), Some(1.0));
    assert_eq!(owed(&scrape), Some(0.0));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_port_for_it_tells_what_is_measured_and_it_tells_nothing_else() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    service.client().get("/metrics").await.problem(404, "NOT_FOUND");
    let metrics = Client::new(&service.metrics_base());
    metrics.get("/livez").await.is(200);
    for path in ["/", "/readyz", "/api/v1/config", "/docs", "/metrics/"] {
        metrics.get(path).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_counted_by_its_rule() {
    let options = Options::default().with("LIMITS__FAILED_PASSWORDS__FREE", "1");
    let database = Database::sqlite();
    let service = Service::start(&database, options);
    let client = service.client();
    let wrong = json!({ "email": EMAIL, "password": "a wrong password" });
    // The first is looked at, and each further one only after a delay that grows.
    client.post("/api/v1/auth/login", &wrong).await.is(401);
    eventually("a refusal", async || {
        (client.post("/api/v1/auth/login", &wrong).await.status == 429).then_some(())
    })
    .await;
    for _ in 0..5 {
        client.register(EMAIL).await.is(202);
    }
    client.register(EMAIL).await.is(429);
    let scrape = Scrape::of(&service).await;
    let refused = |rule| scrape.sum("bookplate_limits_refused_total", &[rule]);
    assert_eq!(refused("rule=\"failed_passwords\""), 1.0);
    assert_eq!(refused("rule=\"register\""), 1.0);
    assert_eq!(refused("rule=\"chats\""), 0.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_client_invents_becomes_a_name() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    client.get("/livez").await.is(200);
    let known = Scrape::of(&service).await.text().lines().count();
    for n in 0..50 {
        client.get(&format!("/invented-{n}?invented={n}")).await.is(404);
        client.get(&format!("/docs/invented-{n}")).await.is(404);
        let method = Method::from_bytes(format!("INVENTED{n}").as_bytes()).unwrap();
        client.send(method, "/livez").await.is(405);
        client.get(&format!("/api/v1/chats/invented-{n}")).await.is(401);
    }
    let scrape = Scrape::of(&service).await;
    assert!(!scrape.text().to_lowercase().contains("invented"), "{}", scrape.text());
    assert_eq!(scrape.sum(REQUESTS, &["method=\"other\"", "route=\"/livez\""]), 50.0);
    assert_eq!(scrape.sum(REQUESTS, &["route=\"unknown\""]), 50.0);
    // Four of them, each with a counter and a histogram.
    assert!(scrape.text().lines().count() <= known + 4 * 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_told_until_the_last_request_is_answered() {
    let database = Database::sqlite();
    let mut service = Service::start(&database, Options::unlimited());
    let mut slow = TcpStream::connect(service.base().trim_start_matches("http://")).unwrap();
    let body = json!({ "email": EMAIL, "password": PASSWORD }).to_string();
    let length = body.len();
    write!(
        slow,
        "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n"
    )
    .unwrap();
    let in_flight = |scrape: &Scrape| scrape.sum("bookplate_http_requests_in_flight", &[]);
    until(&service, |scrape| in_flight(scrape) == 1.0).await;
    service.signal("TERM");
    eventually("the end of all other requests", async || {
        service.client().request(Method::GET, "/livez").send().await.err()
    })
    .await;
    assert_eq!(in_flight(&Scrape::of(&service).await), 1.0);

    slow.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert!(service.ended().success());
}
