//! Two nodes behind HAProxy, by the file that operators are given: one after the other is started
//! anew, and nobody notices.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use futures::future::join_all;
use journeys::{Client, Database, Haproxy, Nodes, Options, SteadyReader};
use serde_json::json;
use tokio::time::sleep;

const ME: &str = "/api/v1/users/me";
/// A node trusts for so long what it remembers of a session.
const CACHE: Duration = Duration::from_secs(5);

fn options() -> Options {
    behind(Options::unlimited().with("REGISTRATION__EMAIL_VERIFICATION", "optional"))
}

/// As a node stands behind a proxy. HAProxy looks twice a second whether a node is ready.
fn behind(options: Options) -> Options {
    options.with("SERVER__TRUSTED_PROXIES", "127.0.0.1").with("SERVER__DRAIN", "1500ms")
}

fn front(nodes: &mut Nodes) -> Haproxy {
    Haproxy::start(&mut [&mut nodes.here, &mut nodes.there])
}

/// Stops each node in its turn, and goes on when the other side takes it for ready again. What blocks
/// here holds up no request.
fn restart_each(nodes: &mut Nodes, haproxy: &Haproxy) {
    for (number, node) in [(1, &mut nodes.here), (2, &mut nodes.there)] {
        node.terminate();
        haproxy.wait_for(number, false);
        node.restart();
        haproxy.wait_for(number, true);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_are_restarted_under_load_and_no_request_fails() {
    let rounds = std::env::var("BOOKPLATE_TEST_RESTARTS").map_or(2, |n| n.parse().unwrap());
    let database = Database::postgres();
    let mut nodes = Nodes::start(&database, options());
    let haproxy = front(&mut nodes);
    let client = haproxy.client();
    let (readers, stop) = (10, Arc::new(AtomicBool::new(false)));
    let readers = join_all((0..readers).map(|n| SteadyReader::register(&client, n))).await;
    let begun = Instant::now();
    let running: Vec<_> = readers
        .into_iter()
        .map(|reader| {
            let stop = stop.clone();
            tokio::spawn(async move { reader.run(5, &stop).await })
        })
        .collect();
    let (nodes, haproxy) = tokio::task::spawn_blocking(move || {
        for _ in 0..rounds {
            restart_each(&mut nodes, &haproxy);
        }
        (nodes, haproxy)
    })
    .await
    .unwrap();
    let took = begun.elapsed();
    stop.store(true, Relaxed);
    let readers: Vec<_> = join_all(running).await.into_iter().map(Result::unwrap).collect();
    let failures: Vec<_> = readers.iter().flat_map(|reader| &reader.failures).collect();
    let asked: usize = readers.iter().map(|reader| reader.asked).sum();
    println!("{asked} requests in {took:?}, {rounds} rounds");
    assert!(failures.is_empty(), "{} of {asked}: {failures:#?}", failures.len());
    let rate = asked as f64 / took.as_secs_f64();
    assert!(rate > 10.0, "{rate} requests a second are no load");
    drop((nodes, haproxy));
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_counted_and_sessions_ended_for_all_nodes_behind_one_address() {
    let database = Database::postgres();
    let mut nodes = Nodes::start(&database, behind(Options::default().with("LOG__LEVEL", "warn")));
    let haproxy = front(&mut nodes);
    let client = haproxy.client();
    nodes.here.make_user("ada@example.com", "user");

    // Through either node the same session is live, and then it is not.
    let session = client.log_in("ada@example.com").await.is(200);
    for node in nodes.clients() {
        node.get_as(ME, session.access_token()).await.is(200);
    }
    let body = json!({ "refreshToken": session.refresh_token() });
    client.post("/api/v1/auth/logout", &body).await.is(204);
    let took = refused_by_every_node(&client, session.access_token()).await;
    println!("refused wherever it is asked after {took:?}");
    assert!(took < CACHE, "{took:?}");

    // Nine tries of a burst of ten are left to this address, wherever they are counted.
    let tries = join_all((0..60).map(|n| {
        let body = json!({ "email": format!("nobody{n}@example.com"), "password": "wrong" });
        let client = client.clone();
        async move { client.post("/api/v1/auth/login", &body).await.status.as_u16() }
    }))
    .await;
    let judged = tries.iter().filter(|status| **status == 401).count();
    let limited = tries.iter().filter(|status| **status == 429).count();
    assert_eq!((judged, limited), (9, 51), "{tries:?}");
}

/// How long it takes until a token was refused so often in a row that both nodes were asked.
async fn refused_by_every_node(client: &Client, token: &str) -> Duration {
    let begun = Instant::now();
    let (mut in_a_row, mut since) = (0, Duration::ZERO);
    while in_a_row < 20 {
        let answer = client.get_as(ME, token).await;
        if answer.status == 401 {
            in_a_row += 1;
            if in_a_row == 1 {
                since = begun.elapsed();
            }
        } else {
            answer.is(200);
            in_a_row = 0;
        }
        assert!(begun.elapsed() < 3 * CACHE, "the token works for too long");
        sleep(Duration::from_millis(10)).await;
    }
    since
}
