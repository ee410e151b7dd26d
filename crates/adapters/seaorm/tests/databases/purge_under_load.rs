//! How long others wait to write while very much is removed that has had its time. As many rows as
//! were asked for, on a machine that does nothing else:
//!
//! ```text
//! BOOKPLATE_TEST_ROWS=1000000 tests/with-postgres \
//!     cargo nextest run -p bookplate-seaorm --no-capture under_load
//! ```

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use bookplate_domain::store::Store;
use bookplate_testkit::{a_moment, a_user, an_event};
use sea_orm::ConnectionTrait;
use tokio::time::sleep;

use crate::database::{Database, Kind};

/// As the use cases remove them.
const BATCH: u32 = 100;
/// A tenth of the service's own pause.
const PAUSE: Duration = Duration::from_millis(10);
/// What 99 of 100 writes take at most, with much to spare for a machine that does other things.
const PROMPT: Duration = Duration::from_millis(250);

on_both! {
    whoever_writes_hardly_waits_for_what_is_removed_under_load
}

/// How many rows there are of each kind. A fifth of them have had their time.
fn rows() -> u64 {
    std::env::var("BOOKPLATE_TEST_ROWS").map_or(10_000, |rows| rows.parse().unwrap())
}

async fn whoever_writes_hardly_waits_for_what_is_removed_under_load(kind: Kind) {
    let rows = rows();
    let database = Database::migrated(kind).await;
    let store = Arc::new(database.store().await);
    let user = a_user();
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    tx.commit().await.unwrap();
    let raw = database.raw().await;
    for fill in fills(kind, rows) {
        raw.execute_unprepared(&fill).await.unwrap();
    }

    let done = Arc::new(AtomicBool::new(false));
    let writes = tokio::spawn(write(store.clone(), done.clone()));
    let (began, mut removed) = (Instant::now(), 0);
    loop {
        let mut tx = store.begin().await.unwrap();
        // The mails when the sessions are gone, each kind in transactions of its own.
        let some = match tx.sessions().purge(a_moment(), BATCH).await.unwrap() {
            0 => tx.outbox().purge(a_moment(), BATCH).await.unwrap(),
            some => some,
        };
        tx.commit().await.unwrap();
        if some == 0 {
            break;
        }
        removed += some;
        sleep(PAUSE).await;
    }
    let took = began.elapsed();
    done.store(true, Ordering::Relaxed);
    let mut writes = writes.await.unwrap();
    writes.sort();
    let part = |percent: usize| writes[(writes.len() - 1) * percent / 100];
    eprintln!(
        "{kind:?}: {removed} of {} rows removed in {took:?}; {} writes meanwhile: median {:?}, \
         p99 {:?}, longest {:?}",
        2 * rows,
        writes.len(),
        part(50),
        part(99),
        part(100)
    );
    assert_eq!(removed, 2 * (rows / 5));
    assert!(part(99) < PROMPT, "{:?}", part(99));
}

/// Writes one small thing after the other, and answers how long each took.
async fn write(store: Arc<impl Store>, done: Arc<AtomicBool>) -> Vec<Duration> {
    let mut took = Vec::new();
    while !done.load(Ordering::Relaxed) {
        let began = Instant::now();
        let mut tx = store.begin().await.unwrap();
        tx.audit().record(&an_event()).await.unwrap();
        tx.commit().await.unwrap();
        took.push(began.elapsed());
        sleep(Duration::from_millis(2)).await;
    }
    took
}

/// Sessions and mails, the first fifth of each over since long ago.
fn fills(kind: Kind, rows: u64) -> [String; 2] {
    let (old, new) = ("2001-01-01T00:00:00.000Z", "2222-01-01T00:00:00.000Z");
    let (numbers, id, json) = match kind {
        Kind::Sqlite => (
            format!(
                "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT i FROM n) AS n"
            ),
            "randomblob(16)",
            "'{}'",
        ),
        Kind::Postgres => {
            (format!("generate_series(1, {rows}) AS n(i)"), "gen_random_uuid()", "'{}'::jsonb")
        }
    };
    let cast = if kind == Kind::Postgres { "::timestamptz" } else { "" };
    let moment = format!("(CASE WHEN i <= {} THEN '{old}' ELSE '{new}' END){cast}", rows / 5);
    let sessions = format!(
        "INSERT INTO sessions (id, user_id, generation, seen_generation, rotated_at, \
         authenticated_at, created_at, last_active_at, expires_at, ends_at, revoked_at) \
         SELECT {id}, (SELECT id FROM users), 1, 0, {moment}, {moment}, {moment}, {moment}, \
         {moment}, {moment}, CASE WHEN i % 2 = 0 THEN {moment} END FROM {numbers}"
    );
    let mails = format!(
        "INSERT INTO outbox (id, recipient, recipient_canonical, kind, payload, attempts, due_at, \
         created_at, delivered_at, dead_at) SELECT {id}, 'a@example.com', 'a@example.com', \
         'welcome', {json}, 1, {moment}, {moment}, CASE WHEN i % 2 = 0 THEN {moment} END, \
         CASE WHEN i % 2 = 1 THEN {moment} END FROM {numbers}"
    );
    [sessions, mails]
}
