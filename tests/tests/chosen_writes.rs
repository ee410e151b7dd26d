//! The service dies at a chosen write to SQLite's files, or the write fails: whatever was
//! acknowledged is there, nothing is half there, and a disk that works again is enough.
//!
//! The gate tries some writes of a sequence. For all of the first 250, which takes a while:
//! `BOOKPLATE_TEST_WRITES=250 cargo nextest run -p journeys -E 'binary(chosen_writes)'`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::Instant;

use journeys::{
    ChatClient, Database, Options, Service, Strace, Watched, Witness, chance, chat_id, eventually,
    question,
};

/// How many frames the log of the database has when it is taken into its file, and how long one is.
const FRAMES: u64 = 1000;
const FRAME: u64 = 4120;

/// How many writes a sequence has at least, of which the gate chooses.
const WRITES: u64 = 250;

/// The writes to try.
fn chosen(in_the_gate: usize) -> Vec<u64> {
    match std::env::var("BOOKPLATE_TEST_WRITES") {
        Ok(count) => (1..=count.parse().expect("a number")).collect(),
        Err(_) => (0..in_the_gate).map(|_| 1 + chance(WRITES)).collect(),
    }
}

fn options() -> Options {
    Options::unlimited().patient().with("ANONYMOUS__MESSAGES_PER_DAY", "1000").logged()
}

/// A service whose log of the database is about to be taken into its file: some of the writes that
/// come are to the file itself.
async fn about_to_checkpoint(database: &Database) -> Service {
    let service = Service::start(database, options());
    let visitor = ChatClient::visitor(&service.client()).await;
    let log = database.file().with_extension("db-wal");
    for number in 0.. {
        if log.metadata().unwrap().len() > (FRAMES - 60) * FRAME {
            break;
        }
        let long = "walrus ".repeat(8000);
        visitor.append(&chat_id(99, number), &[question("long", &long)]).await.is(201);
    }
    service
}

/// After whatever happened: everything that was acknowledged is there, now and after a restart.
async fn all_is_there(mut service: Service, mut witness: Witness, database: &Database) -> Watched {
    witness.settle(&service.client(), database).await;
    database.has_no_strays();
    witness.live_for(&service.client(), 20).await;
    service.kill_and_restart();
    witness.settle(&service.client(), database).await;
    database.has_no_strays();
    let log = service.log();
    assert!(!log.contains("panicked"), "{log}");
    witness.tally
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_dies_at_a_chosen_write_keeps_what_it_acknowledged() {
    let begun = Instant::now();
    let mut tallies = Vec::new();
    let mut calls: Vec<(&str, u64)> =
        chosen(5).into_iter().map(|write| ("pwrite64", write)).collect();
    // Those of the log and of the file, when the one is taken into the other.
    calls.extend([("fsync", 1), ("fsync", 2)]);
    for (call, number) in calls {
        let database = Database::sqlite();
        let mut service = about_to_checkpoint(&database).await;
        let strace = Strace::of(&service, &format!("{call}:signal=KILL:when={number}"));
        let mut witness = Witness::new(1);
        witness.live_for(&service.client(), 400).await;
        let missed = format!("call {number} of {call}, which kills");
        eventually(&missed, async || service.is_dead().then_some(())).await;
        drop(strace);
        service.restart();
        tallies.push(all_is_there(service, witness, &database).await);
    }
    let count = tallies.len();
    let all: Watched = tallies.into_iter().sum();
    println!("{count} writes in {:?}: {all:?}", begun.elapsed());
    assert_eq!(all.refused, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_fails_is_answered_with_503_and_harms_nothing() {
    let begun = Instant::now();
    let mut tallies = Vec::new();
    for (n, number) in chosen(4).into_iter().enumerate() {
        let error = ["EIO", "ENOSPC"][n % 2];
        // Once, or from then on.
        let on = ["", "+"][n / 2 % 2];
        let database = Database::sqlite();
        let service = about_to_checkpoint(&database).await;
        let client = service.client();
        let tampering = format!("pwrite64,fsync,ftruncate:error={error}:when={number}{on}");
        let strace = Strace::of(&service, &tampering);
        let mut witness = Witness::new(1);
        for _ in 0..400 {
            witness.live_for(&client, 1).await;
            if witness.tally.refused > 0 {
                break;
            }
        }
        client.get("/livez").await.is(200);
        client.get("/.well-known/jwks.json").await.is(200);
        drop(strace);
        tallies.push(all_is_there(service, witness, &database).await);
    }
    let count = tallies.len();
    let all: Watched = tallies.into_iter().sum();
    println!("{count} failures in {:?}: {all:?}", begun.elapsed());
    assert!(all.refused > 0, "no write has failed");
}
