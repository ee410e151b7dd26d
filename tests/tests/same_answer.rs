//! Nobody learns from an answer, or from how long it takes, whether an address has an account.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::{Duration, Instant};

use journeys::{Answer, Client, Database, Options, PASSWORD, Service, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    registering_tells_nothing,
    asking_for_a_reset_tells_nothing,
    asking_for_the_mail_again_tells_nothing,
    asking_for_another_address_tells_nothing,
    logging_in_with_a_wrong_password_tells_nothing,
);

const KNOWN: &str = "known@example.com";
const PAIRS: usize = 60;

/// A request, and what the caller may see of its answer.
async fn timed(request: reqwest::RequestBuilder, email: &str) -> (Duration, Seen) {
    let begun = Instant::now();
    let answer = Answer::of(request).await;
    (begun.elapsed(), seen(&answer, email))
}

#[derive(Debug, PartialEq)]
struct Seen {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

fn seen(answer: &Answer, email: &str) -> Seen {
    let mut headers: Vec<(String, String)> = answer
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .filter(|(name, _)| {
            !["date", "x-request-id", "content-length", "ratelimit"].contains(&name.as_str())
        })
        .collect();
    headers.sort();
    // The address that the caller gave may come back, and each request has a name of its own.
    let body = answer.text.replace(email, "");
    let name = answer.body["requestId"].as_str().unwrap_or_default();
    let body = if name.is_empty() { body } else { body.replace(name, "") };
    Seen { status: answer.status.as_u16(), headers, body }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Asks for the known address and for one that nobody has, in turn; which comes first changes.
async fn compare(known: &str, request: impl Fn(&str) -> reqwest::RequestBuilder) {
    compare_pairs(PAIRS, known, 202, request).await;
}

async fn compare_pairs(
    pairs: usize,
    known: &str,
    status: u16,
    request: impl Fn(&str) -> reqwest::RequestBuilder,
) {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for pair in 0..pairs + 5 {
        let unknown = format!("n{pair:05}@example.com");
        let order = if pair % 2 == 0 { [known, &unknown] } else { [&unknown, known] };
        let mut answers = Vec::new();
        for email in order {
            let (time, seen) = timed(request(email), email).await;
            let times = if email == known { &mut with } else { &mut without };
            // The first few warm up what is warmed up once.
            if pair >= 5 {
                times.push(time);
            }
            answers.push(seen);
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0].status, status);
    }
    assert_eq!((with.len(), without.len()), (pairs, pairs));
    let (with, without) = (median(&mut with), median(&mut without));
    let allowed = Duration::from_millis(3).max(with.max(without) / 10);
    println!("known {with:?}, unknown {without:?}");
    assert!(with.abs_diff(without) <= allowed, "known {with:?}, unknown {without:?}");
}

async fn started(database: &Database) -> (Service, Client) {
    let service = Service::start(database, Options::unlimited());
    let client = service.client();
    client.sign_up(KNOWN).await;
    (service, client)
}

fn post(client: &Client, path: &str, body: &Value) -> reqwest::RequestBuilder {
    client.request(Method::POST, path).json(body)
}

async fn registering_tells_nothing(database: Database) {
    let (_service, client) = started(&database).await;
    compare(KNOWN, |email| {
        let body = json!({ "email": email, "name": "Ada Lovelace", "password": PASSWORD });
        post(&client, "/api/v1/auth/register", &body)
    })
    .await;
}

async fn asking_for_a_reset_tells_nothing(database: Database) {
    let (_service, client) = started(&database).await;
    let path = "/api/v1/auth/password-reset";
    compare(KNOWN, |email| post(&client, path, &json!({ "email": email }))).await;
}

async fn asking_for_the_mail_again_tells_nothing(database: Database) {
    let (_service, client) = started(&database).await;
    let path = "/api/v1/auth/verify-email/resend";
    compare(KNOWN, |email| post(&client, path, &json!({ "email": email }))).await;
    let waiting = "waits@example.com";
    client.register(waiting).await.is(202);
    compare(waiting, |email| post(&client, path, &json!({ "email": email }))).await;
}

async fn asking_for_another_address_tells_nothing(database: Database) {
    let (_service, client) = started(&database).await;
    let session = client.sign_up("curious@example.com").await;
    let path = "/api/v1/auth/email-change";
    compare(KNOWN, |email| {
        post(&client, path, &json!({ "email": email })).bearer_auth(session.access_token())
    })
    .await;
}

async fn logging_in_with_a_wrong_password_tells_nothing(database: Database) {
    let options = Options::unlimited()
        .with("LIMITS__ENABLED", "true")
        .with("LIMITS__LOG_IN__BURST", "1000")
        .with("LIMITS__FAILED_PASSWORDS__FREE", "100");
    let service = Service::start(&database, options);
    let client = service.client();
    client.sign_up(KNOWN).await;
    let path = "/api/v1/auth/login";
    let body = |email: &str| json!({ "email": email, "password": "wrong horse battery staple" });
    // Each takes a hash.
    compare_pairs(80, KNOWN, 401, |email| post(&client, path, &body(email))).await;
}
