//! Mail that is owed while its provider, or the service itself, comes and goes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use journeys::{Client, Database, ResendServer, SECRET, Service, on_both_databases};
use serde_json::Value;

on_both_databases!(
    a_hundred_mails_survive_an_outage_and_two_crashes,
    registering_takes_no_longer_in_an_outage,
);

/// All that is owed leaves within two minutes of the provider's return; a mail in the hands of a
/// node that was killed waits a minute longer.
const PATIENCE: Duration = Duration::from_secs(180);

async fn register(client: &Client, numbers: std::ops::Range<usize>) -> Vec<Duration> {
    let mut times = Vec::new();
    for number in numbers {
        let begun = Instant::now();
        client.register(&format!("reader{number}@example.com")).await.is(202);
        times.push(begun.elapsed());
    }
    times
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Waits until nothing is owed: then nothing more will come.
async fn all_delivered(database: &Database) {
    let begun = Instant::now();
    while database.query("SELECT count(*) FROM outbox WHERE delivered_at IS NULL").trim() != "0" {
        assert!(begun.elapsed() < PATIENCE, "mails are owed");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn recipients(mails: &[Value]) -> BTreeSet<&str> {
    mails.iter().map(|mail| mail["to"][0].as_str().unwrap()).collect()
}

/// Registers 30 while the provider is there, and 100 once it is gone, among which the service crashes.
/// Answers how long these took and those.
async fn register_before_and_in_an_outage(
    database: &Database,
    provider: &mut ResendServer,
    service: &mut Service,
) -> [Duration; 2] {
    let before = register(&service.client(), 0..30).await;
    provider.mails(30, PATIENCE).await;
    // Taken by the provider is not yet noted here.
    all_delivered(database).await;

    provider.stop();
    let mut meanwhile = register(&service.client(), 30..60).await;
    service.kill_and_restart();
    meanwhile.extend(register(&service.client(), 60..130).await);
    assert_eq!(
        database.query("SELECT count(*) FROM outbox WHERE delivered_at IS NULL").trim(),
        "100"
    );
    [median(before), median(meanwhile)]
}

/// It has the machine for itself, as the runner is configured.
async fn registering_takes_no_longer_in_an_outage(database: Database) {
    let mut provider = ResendServer::start();
    let mut service = Service::start(&database, provider.options());
    let [before, meanwhile] =
        register_before_and_in_an_outage(&database, &mut provider, &mut service).await;
    assert!(meanwhile < before * 5 / 4 + Duration::from_millis(5), "{before:?}, {meanwhile:?}");
}

async fn a_hundred_mails_survive_an_outage_and_two_crashes(database: Database) {
    let mut provider = ResendServer::start();
    let mut service = Service::start(&database, provider.options());
    register_before_and_in_an_outage(&database, &mut provider, &mut service).await;

    provider.start_again();
    provider.mails(60, PATIENCE).await;
    service.kill_and_restart();
    let mails = provider.mails(130, PATIENCE).await;
    all_delivered(&database).await;
    assert_eq!((mails.len(), recipients(&mails).len()), (130, 130));

    let requests = provider.requests();
    let keys = requests.iter().map(|request| request["key"].as_str().unwrap().replace('-', ""));
    let ids = database.query(database.either(
        "SELECT lower(hex(id)) FROM outbox",
        "SELECT replace(id::text, '-', '') FROM outbox",
    ));
    let ids: BTreeSet<String> = ids.lines().map(str::to_owned).collect();
    assert_eq!(keys.collect::<BTreeSet<_>>(), ids, "a mail's key is its id");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_share_five_hundred_mails_without_a_duplicate() {
    let database = Database::postgres();
    let provider = ResendServer::start();
    let options = provider.options().with("SECRET", SECRET);
    let _nodes =
        [Service::start(&database, options.clone()), Service::start(&database, options.clone())];
    database.query(
        "INSERT INTO outbox (id, recipient, kind, payload, attempts, due_at, created_at) \
         SELECT gen_random_uuid(), 'reader' || n || '@example.com', 'goodbye', '{}', 0, now(), now() \
         FROM generate_series(1, 500) AS n",
    );
    let mails = provider.mails(500, PATIENCE).await;
    assert_eq!(recipients(&mails).len(), 500);
    all_delivered(&database).await;

    // A repetition would be recognised by the provider: it must not even be asked.
    let requests = provider.requests();
    assert_eq!(requests.len(), 500);
    let of_node: BTreeSet<u64> = requests.iter().map(|r| r["peer"].as_u64().unwrap()).collect();
    assert!(of_node.len() >= 2, "both nodes took part");
    assert_eq!(database.query("SELECT count(*) FROM outbox WHERE attempts <> 1").trim(), "0");
}
