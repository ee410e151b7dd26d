//! A service that is told to stop: what it has been asked is answered, and nothing is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use journeys::{Database, OpenConnection, Options, Scrape, Service, eventually, on_both_databases};
use serde_json::json;
use tokio::time::sleep;

on_both_databases!(no_request_on_an_open_connection_is_lost_when_the_service_stops);

const ANONYMOUS: &str = "/api/v1/auth/anonymous";
const CLIENTS: u64 = 24;

fn address(service: &Service) -> SocketAddr {
    service.base().trim_start_matches("http://").parse().unwrap()
}

/// What a client counted until nobody took its connections any more.
#[derive(Default, Debug)]
struct Tally {
    answered: u64,
    /// Visitors that it was told to have become.
    visitors: u64,
    /// Requests on a connection that was open, without an answer.
    lost: u64,
    /// Connections that were taken by the system and by nobody else.
    not_taken: u64,
}

/// Asks on one connection after the other, on each as long as it is kept open.
async fn ask_until_the_end(address: SocketAddr, number: u64) -> Tally {
    let mut tally = Tally::default();
    let path = if number.is_multiple_of(3) { ANONYMOUS } else { "/livez" };
    loop {
        let Ok(mut connection) = OpenConnection::to(address).await else { return tally };
        let mut first = true;
        loop {
            let answer = if path == ANONYMOUS {
                connection.post(path, "{}").await
            } else {
                connection.get(path).await
            };
            match answer {
                Ok(answer) => {
                    assert_eq!(answer.status, if path == ANONYMOUS { 201 } else { 200 });
                    tally.answered += 1;
                    tally.visitors += u64::from(path == ANONYMOUS);
                    if answer.closes {
                        break;
                    }
                }
                Err(_) if first => {
                    tally.not_taken += 1;
                    break;
                }
                Err(_) => {
                    tally.lost += 1;
                    break;
                }
            }
            first = false;
            // Some ask at once, some pause for up to a quarter of a second.
            sleep(Duration::from_millis((number % 4) * (number * 7 + tally.answered) % 250)).await;
        }
    }
}

async fn no_request_on_an_open_connection_is_lost_when_the_service_stops(database: Database) {
    let rounds = std::env::var("BOOKPLATE_TEST_STOPS").map_or(2, |n| n.parse().unwrap());
    let (mut answered, mut visitors, mut not_taken) = (0, 0, 0);
    let mut service = Service::start(&database, Options::unlimited().patient());
    for round in 0..rounds {
        if round > 0 {
            service.restart();
        }
        let address = address(&service);
        let clients: Vec<_> =
            (0..CLIENTS).map(|n| tokio::spawn(ask_until_the_end(address, n))).collect();
        sleep(Duration::from_millis(600 + 37 * (round % 20))).await;
        service.signal("TERM");
        for client in clients {
            let tally = client.await.unwrap();
            assert_eq!(tally.lost, 0, "round {round}: {tally:?}");
            answered += tally.answered;
            visitors += tally.visitors;
            not_taken += tally.not_taken;
        }
        assert!(service.ended().success());
    }
    println!("{answered} answered, {not_taken} connections not taken in {rounds} stops");
    // Nothing was done without saying so, either.
    let undone = database.count("users") - visitors;
    assert!(undone <= not_taken, "{undone} requests were done and not answered");
    assert!(not_taken <= rounds * CLIENTS / 4, "{not_taken} connections in {rounds} stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draining_node_says_that_it_is_not_ready_and_answers_everything_else() {
    let database = Database::sqlite();
    let options = Options::unlimited().with("SERVER__DRAIN", "5s");
    let mut service = Service::start(&database, options);
    let client = service.client();
    client.get("/readyz").await.is(200);
    let session = client.sign_up("ada@example.com").await;
    let mut open = OpenConnection::to(address(&service)).await.unwrap();
    assert!(!open.get("/livez").await.unwrap().closes);

    service.signal("TERM");
    let begun = Instant::now();
    eventually("a node that says that it stops", async || {
        (client.get("/readyz").await.status != 200).then_some(())
    })
    .await;
    let unready = client.get("/readyz").await.problem(503, "SERVICE_UNAVAILABLE");
    assert!(unready.body["detail"].as_str().unwrap().contains("stopping"), "{}", unready.text);
    assert!(unready.headers.contains_key("retry-after"));
    let answer = client.get_as("/api/v1/users/me", session.access_token()).await.is(200);
    assert_eq!(answer.headers["connection"], "close");
    client.log_in("ada@example.com").await.is(200);
    client.post(ANONYMOUS, &json!({})).await.is(201);
    // Also what is asked late on a connection that was open before.
    sleep(Duration::from_millis(3500).saturating_sub(begun.elapsed())).await;
    assert!(open.get("/livez").await.unwrap().closes);

    assert!(service.ended().success());
    let took = begun.elapsed();
    assert!(took >= Duration::from_millis(4900), "{took:?}");
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupt_or_a_second_signal_does_not_wait_for_the_drain() {
    let database = Database::sqlite();
    let options = Options::unlimited().with("SERVER__DRAIN", "5m");
    let mut service = Service::start(&database, options);
    let soon = Duration::from_secs(20);
    for signals in [&["INT"][..], &["TERM", "INT"], &["TERM", "TERM"]] {
        for (n, signal) in signals.iter().enumerate() {
            if n > 0 {
                sleep(Duration::from_millis(300)).await;
                service.client().get("/livez").await.is(200);
            }
            service.signal(signal);
        }
        let begun = Instant::now();
        assert!(service.ended().success(), "{signals:?}");
        assert!(begun.elapsed() < soon, "{signals:?}: {:?}", begun.elapsed());
        service.restart();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_third_signal_waits_for_nobody() {
    let database = Database::sqlite();
    let options = Options::unlimited().with("SERVER__DRAIN", "5m").with("SERVER__SHUTDOWN", "1m");
    let mut service = Service::start(&database, options);
    let mut open = OpenConnection::to(address(&service)).await.unwrap();
    // Half a request, which would be waited for.
    open.send(&format!("POST {ANONYMOUS} HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{{"))
        .await;
    eventually("a request that is waited for", async || {
        let scrape = Scrape::of(&service).await;
        (scrape.sum("bookplate_http_requests_in_flight", &[]) == 1.0).then_some(())
    })
    .await;
    service.signal("TERM");
    sleep(Duration::from_millis(500)).await;
    service.signal("TERM");
    sleep(Duration::from_millis(1500)).await;
    let begun = Instant::now();
    service.signal("TERM");
    assert_eq!(service.ended().code(), Some(1), "it says that not all was answered");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_slowly_gets_all_of_an_answer_from_a_service_that_stops() {
    let database = Database::sqlite();
    let mut service = Service::start(&database, Options::unlimited());
    let path = "/api/v1/openapi.json";
    let whole = service.client().get(path).await.is(200).text;
    let mut open = OpenConnection::to(address(&service)).await.unwrap();
    open.send(&format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n")).await;
    // It has been taken by then.
    sleep(Duration::from_secs(1)).await;
    service.signal("TERM");
    sleep(Duration::from_millis(2500)).await;
    let answer = open.answer().await.unwrap();
    assert_eq!((answer.status, answer.body.len()), (200, whole.len()));
    assert!(service.ended().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_starts_again_at_once_on_the_port_that_it_had() {
    let database = Database::sqlite();
    let mut service = Service::start(&database, Options::unlimited());
    service.stay();
    for _ in 0..3 {
        // Connections that the service closes first are remembered by the system for a minute.
        let idle = OpenConnection::to(address(&service)).await.unwrap();
        let idle = Arc::new(idle);
        for _ in 0..20 {
            let mut asked = OpenConnection::to(address(&service)).await.unwrap();
            assert_eq!(asked.get("/livez").await.unwrap().status, 200);
        }
        service.terminate();
        service.restart();
        service.client().get("/readyz").await.is(200);
        drop(idle);
    }
}
