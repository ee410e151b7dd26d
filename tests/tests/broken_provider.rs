//! A provider that breaks lets nobody in, and nobody else notices it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::{Duration, Instant};

use journeys::{Arrival, Database, HostileProvider, Options, Service, on_both_databases, ways_in};

on_both_databases!(a_broken_endpoint_is_told_in_time);

/// Within this time a browser is back at the front end, whatever the provider does.
const IN_TIME: Duration = Duration::from_secs(12);

/// Somebody who has an account, with a password.
const VICTIM: &str = "victim@example.com";

const ENDPOINTS: [&str; 4] = ["discovery", "jwks", "token", "userinfo"];

/// What an endpoint does, and what the front end is told.
const BROKEN: [(&str, &str); 14] = [
    ("hang", "PROVIDER_UNAVAILABLE"),
    ("stall", "PROVIDER_UNAVAILABLE"),
    ("drip", "PROVIDER_UNAVAILABLE"),
    ("error", "PROVIDER_UNAVAILABLE"),
    ("busy", "PROVIDER_UNAVAILABLE"),
    ("redirect", "PROVIDER_FAILED"),
    ("moved", "PROVIDER_FAILED"),
    ("html", "PROVIDER_FAILED"),
    ("nested", "PROVIDER_FAILED"),
    ("bomb", "PROVIDER_FAILED"),
    ("huge", "PROVIDER_FAILED"),
    ("endless", "PROVIDER_FAILED"),
    ("heads", "PROVIDER_UNAVAILABLE"),
    ("cut", "PROVIDER_UNAVAILABLE"),
];

/// Where discovery sends the service, or the browser, to a place that is none of the provider's.
const INSIDE: [&str; 8] = [
    "internal_authorize",
    "internal_token",
    "internal_jwks",
    "internal_userinfo",
    "metadata_authorize",
    "metadata_token",
    "metadata_jwks",
    "metadata_userinfo",
];

/// One name for each kind at each endpoint.
fn at_each_endpoint<'k>(kinds: impl IntoIterator<Item = &'k str>) -> Vec<String> {
    let at = |kind: &'k str| ENDPOINTS.map(|endpoint| format!("{kind}_{endpoint}"));
    kinds.into_iter().flat_map(at).collect()
}

fn names(names: &[String]) -> impl Iterator<Item = &str> {
    names.iter().map(String::as_str)
}

/// Takes a few browsers to a provider of each name and back, which nobody waits for too long.
async fn in_time<'n>(service: &Service, names: impl IntoIterator<Item = &'n str>) -> Vec<Arrival> {
    let arrivals = Arrival::all(service, names).await;
    for Arrival { sign_in, took, .. } in &arrivals {
        assert!(*took < IN_TIME, "{sign_in:?}: back after {took:?}");
    }
    arrivals
}

async fn a_broken_endpoint_is_told_in_time(database: Database) {
    let provider = HostileProvider::start();
    let broken = at_each_endpoint(BROKEN.map(|(kind, _)| kind));
    let all = names(&broken).chain(INSIDE).chain(["good"]);
    let service = Service::start(&database, provider.options(Options::unlimited(), all));
    service.sign_in_new(VICTIM, "user").await;
    let before = ways_in(&database);

    // A few at a time: on a busy machine many would wait for each other, and not for the provider.
    let mut pages = Vec::new();
    for some in broken.chunks(ENDPOINTS.len()) {
        pages.extend(in_time(&service, names(some)).await);
    }
    for (name, Arrival { page, .. }) in names(&broken).zip(pages) {
        let (kind, endpoint) = name.split_once('_').unwrap();
        println!("{name}: {}", page.url);
        let (_, expected) = BROKEN.iter().find(|(each, _)| *each == kind).unwrap();
        assert_eq!(page.error(), *expected, "{name}");
        assert!(provider.asked(name, endpoint) >= 1, "{name}: the endpoint was asked");
    }
    for name in INSIDE {
        let back = in_time(&service, [name]).await.remove(0);
        assert_eq!(back.page.error(), "PROVIDER_FAILED", "{name}");
    }
    assert_eq!(provider.inside_requests(), Vec::<serde_json::Value>::new());
    assert_eq!(ways_in(&database), before);
    HostileProvider::lets_good_in(&service).await;
}

/// How much more memory the service may hold during 48 answers of 100 MB at once, in KiB.
const MORE_MEMORY: u64 = 64 * 1024;

/// How much of each leaves the provider before it notices that nobody reads on: what fits into the
/// buffers of two sockets, in bytes.
const MOST_SENT: u64 = 16_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_megabytes_are_not_taken() {
    let provider = HostileProvider::start();
    let huge = at_each_endpoint(["huge", "endless", "heads", "bomb"]);
    let database = Database::sqlite();
    let options = provider.options(Options::unlimited(), names(&huge).chain(["good"]));
    let service = Service::start(&database, options);
    let crowd = || (0..3).flat_map(|_| names(&huge));
    // As many sign-ins as there will be, for what the service keeps of them whoever the provider is:
    // threads, connections, and what the allocator does not give back.
    for good in Arrival::all(&service, crowd().map(|_| "good")).await {
        good.page.code();
    }

    let before = service.resident_kib();
    let mut most = before;
    let watching = async {
        loop {
            most = most.max(service.resident_kib());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let back = tokio::select! {
        back = Arrival::all(&service, crowd()) => back,
        () = watching => unreachable!("it watches until they are back"),
    };
    for Arrival { page, .. } in back {
        assert!(page.error().starts_with("PROVIDER_"), "{}", page.url);
    }
    let after = service.resident_kib();
    println!("{before} KiB before, {most} KiB at most, {after} KiB after");
    assert!(most < before + MORE_MEMORY, "{before} KiB before and {most} KiB meanwhile");
    let sent = provider.sent();
    assert!(sent.len() >= 12, "{sent:?}");
    for (path, sent) in sent {
        assert!(sent < MOST_SENT, "{path}: {sent} bytes left the provider");
    }
}

/// The middle one of some times, and the longest.
fn middle_and_longest(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort();
    (times[times.len() / 2], *times.last().unwrap())
}

/// How long it takes to sign in by password, and by a provider that is well, over and over until
/// then.
async fn others(service: &Service, until: Instant) -> [(Duration, Duration); 2] {
    let (mut by_password, mut by_provider) = (Vec::new(), Vec::new());
    while Instant::now() < until {
        let begun = Instant::now();
        service.client().log_in(VICTIM).await.is(200);
        by_password.push(begun.elapsed());
        let begun = Instant::now();
        HostileProvider::lets_good_in(service).await;
        by_provider.push(begun.elapsed());
    }
    [middle_and_longest(by_password), middle_and_longest(by_provider)]
}

#[tokio::test(flavor = "multi_thread")]
async fn others_sign_in_as_ever_while_a_provider_hangs() {
    let provider = HostileProvider::start();
    let hanging = ["hang_discovery", "hang_token", "drip_token", "stall_jwks"];
    let all = hanging.into_iter().chain(["good"]);
    let database = Database::postgres();
    // As few connections as a service has that counts on not waiting with one in its hands.
    let options = Options::unlimited().with("DATABASE__MAX_CONNECTIONS", "5");
    let service = Service::start(&database, provider.options(options, all));
    service.sign_in_new(VICTIM, "user").await;

    let crowd = hanging.into_iter().flat_map(|name| (0..20).map(move |_| name));
    let crowd = Arrival::all(&service, crowd);
    let until = Instant::now() + Duration::from_secs(8);
    let (crowd, times) = tokio::join!(crowd, others(&service, until));
    for Arrival { page, .. } in crowd {
        assert_eq!(page.error(), "PROVIDER_UNAVAILABLE");
    }
    // Whoever had to wait for those that hang would have waited for ten seconds.
    for (way, (middle, longest)) in ["password", "provider"].into_iter().zip(times) {
        println!("by {way}: {middle:?} is the middle, {longest:?} the longest");
        assert!(middle < Duration::from_secs(5), "by {way}: {middle:?}");
        assert!(longest < Duration::from_secs(8), "by {way}: {longest:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_has_recovered_is_used_again() {
    let provider = HostileProvider::start();
    let database = Database::sqlite();
    let options = provider.options(Options::unlimited(), ["turning", "good"]);
    let service = Service::start(&database, options);
    let comes_in = async || {
        let back = Arrival::of(&service, "turning").await;
        back.sign_in.exchange(&service.client(), &back.page.code()).await.is(200);
    };
    for fault in ["error_discovery", "html_discovery", "no_keys", "error_token", "error_jwks"] {
        provider.tell("turning", fault);
        // What it said while it was well may still be known.
        println!("{fault}: {}", Arrival::of(&service, "turning").await.page.url);
        provider.tell("turning", "well");
        comes_in().await;
    }
    provider.tell("turning", "hang_token");
    assert_eq!(Arrival::of(&service, "turning").await.page.error(), "PROVIDER_UNAVAILABLE");
    provider.tell("turning", "well");
    comes_in().await;
}
