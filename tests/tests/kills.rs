//! `kill -9` at any moment while many do many things: whatever was acknowledged is there, and nothing
//! is half there.
//!
//! The gate kills a service eight times on each database. For the two hundred:
//! `BOOKPLATE_TEST_KILLS=200 tests/with-postgres cargo nextest run -p journeys -E 'binary(kills)'`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::{Duration, Instant};

use futures::future::join_all;
use journeys::{Database, Options, Service, Watched, Witness, chance, on_both_databases};

on_both_databases!(whatever_was_acknowledged_survives_a_kill_at_any_moment);

const WITNESSES: u16 = 6;

fn kills() -> usize {
    std::env::var("BOOKPLATE_TEST_KILLS").map_or(8, |count| count.parse().expect("a number"))
}

async fn whatever_was_acknowledged_survives_a_kill_at_any_moment(database: Database) {
    let options = Options::unlimited().patient().with("ANONYMOUS__MESSAGES_PER_DAY", "1000");
    let mut service = Service::start(&database, options);
    let mut witnesses: Vec<Witness> = (1..=WITNESSES).map(Witness::new).collect();
    let begun = Instant::now();
    let mut longest = 800;
    for kill in 1..=kills() {
        let client = service.client();
        let lives = witnesses.into_iter().map(|mut witness| {
            let client = client.clone();
            tokio::spawn(async move {
                witness.live(&client).await;
                witness
            })
        });
        let lives: Vec<_> = lives.collect();
        tokio::time::sleep(Duration::from_millis(200 + chance(longest))).await;
        service.kill();
        witnesses = join_all(lives).await.into_iter().map(Result::unwrap).collect();
        // However busy this machine is, something is done between two kills.
        let acknowledged: usize = witnesses.iter().map(|witness| witness.tally.acknowledged).sum();
        longest = if acknowledged < 10 * kill { (2 * longest).min(10_000) } else { 800 };
        service.restart();
        let client = service.client();
        join_all(witnesses.iter_mut().map(|witness| witness.settle(&client, &database))).await;
        database.has_no_strays();
    }
    let all: Watched = witnesses.iter().map(|witness| witness.tally).sum();
    println!("{} kills in {:?}: {all:?}", kills(), begun.elapsed());
    assert_eq!(all.refused, 0);
    assert!(all.accounts > 0 && all.acknowledged > 3 * kills(), "too little was done: {all:?}");
    assert!(kills() < 100 || all.lost_and_done > 0 && all.lost_and_undone > 0, "{all:?}");
}
