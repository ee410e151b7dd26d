//! A flood of log ins is told no, and costs nobody else anything.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use futures::future::join_all;
use journeys::{Client, Database, Options, Service, on_both_databases};
use reqwest::Method;
use serde_json::json;
use tokio::time::sleep;

on_both_databases!(a_flood_from_one_network_is_refused, a_flood_from_everywhere_waits_its_turn);

/// How many connections try, each the next as soon as the last was answered.
const CONNECTIONS: usize = 64;

/// How long a flood is, in seconds.
const FLOOD: usize = 6;

/// Refusals are told late enough that the connections cannot try more often than this.
const MOST_REFUSALS: usize = CONNECTIONS * (5 * FLOOD + 2);

/// How much more memory the service may hold after a flood than before, in KiB.
const MORE_MEMORY: u64 = 32 * 1024;

/// Tries to log in for so long; answers how often each status came.
async fn flood(service: &Service, until: Instant) -> BTreeMap<u16, usize> {
    let connections = (0..CONNECTIONS).map(|connection| async move {
        let client = service.client();
        let mut statuses = Vec::new();
        while Instant::now() < until {
            let tried = statuses.len();
            let body = json!({
                "email": format!("n{connection}-{tried}@example.com"),
                "password": "wrong horse battery staple",
            });
            statuses.push(client.post("/api/v1/auth/login", &body).await.status.as_u16());
        }
        statuses
    });
    let mut answers = BTreeMap::new();
    for status in join_all(connections).await.into_iter().flatten() {
        *answers.entry(status).or_default() += 1;
    }
    answers
}

/// How long others wait meanwhile: 99 of 100 of them no longer than this.
struct Others {
    livez: Duration,
    own_account: Duration,
}

async fn others(client: &Client, token: &str, until: Instant) -> Others {
    let (mut livez, mut own_account) = (Vec::new(), Vec::new());
    while Instant::now() < until {
        for (path, times) in [("/livez", &mut livez), ("/api/v1/users/me", &mut own_account)] {
            let begun = Instant::now();
            let asked = client.request(Method::GET, path).bearer_auth(token);
            assert_eq!(asked.send().await.unwrap().status(), 200, "{path}");
            times.push(begun.elapsed());
        }
        sleep(Duration::from_millis(10)).await;
    }
    Others { livez: p99(livez), own_account: p99(own_account) }
}

fn p99(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() * 99 / 100]
}

/// Floods a service for so long. With `quotient`, others may wait so many times as long as before.
async fn measure(
    database: &Database,
    options: Options,
    length: Duration,
    quotient: Option<f64>,
) -> BTreeMap<u16, usize> {
    let service = Service::start(database, options);
    let (client, signed_in) = (service.client(), service.client().sign_up("ada@example.com").await);
    let token = signed_in.access_token();
    // The first requests are slower than any later ones.
    others(&client, token, Instant::now() + Duration::from_secs(1)).await;
    let idle = others(&client, token, Instant::now() + length / 3).await;
    let before = service.resident_kib();
    let until = Instant::now() + length;
    let (answers, busy) = tokio::join!(flood(&service, until), others(&client, token, until));
    let after = service.resident_kib();
    println!("{answers:?}, {before} KiB before and {after} KiB after");
    for (path, idle, busy) in
        [("/livez", idle.livez, busy.livez), ("/users/me", idle.own_account, busy.own_account)]
    {
        let times = busy.as_secs_f64() / idle.as_secs_f64();
        println!("{path}: p99 {idle:?} idle, {busy:?} in the flood, {times:.2} times");
        assert!(quotient.is_none_or(|quotient| times < quotient), "{path}: {times:.2} times");
    }
    assert!(after < before + MORE_MEMORY, "{before} KiB before and {after} KiB after");
    answers
}

fn flood_time() -> Duration {
    Duration::from_secs(FLOOD as u64)
}

/// As configured.
fn limited() -> Options {
    Options::default().with("LOG__LEVEL", "error")
}

/// Nobody is limited, as if each try came from another network: all passwords are looked at.
fn unlimited() -> Options {
    limited().with("LIMITS__ENABLED", "false")
}

async fn a_flood_from_one_network_is_refused(database: Database) {
    let answers = measure(&database, limited(), flood_time(), None).await;
    // One of the ten was the log in of the account that watches.
    assert_eq!(answers.get(&401), Some(&9), "{answers:?}");
    assert!(answers.keys().all(|status| [401, 429].contains(status)), "{answers:?}");
    assert!((1..=MOST_REFUSALS).contains(&answers[&429]), "{answers:?}");
}

async fn a_flood_from_everywhere_waits_its_turn(database: Database) {
    let options = unlimited().with("PASSWORDS__HASH_QUEUE", "16");
    let answers = measure(&database, options, flood_time(), None).await;
    assert!(answers.keys().all(|status| [401, 503].contains(status)), "{answers:?}");
    assert!(answers.contains_key(&401), "{answers:?}");
    assert!((1..=MOST_REFUSALS).contains(&answers[&503]), "{answers:?}");
}

/// By hand, on a quiet machine and in a release build: others wait less than three times as long.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes, and measures"]
async fn half_a_minute_of_floods_is_hardly_noticed() {
    for options in [limited(), unlimited()] {
        for database in [Database::sqlite(), Database::postgres()] {
            let length = Duration::from_secs(30);
            let answers = measure(&database, options.clone(), length, Some(3.0)).await;
            let expected = [401, 429, 503];
            assert!(answers.keys().all(|status| expected.contains(status)), "{answers:?}");
        }
    }
}
