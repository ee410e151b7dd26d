use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bookplate_domain::{
    shared::Timestamp,
    store::{Store, StoreError, Unique},
    users::User,
};
use bookplate_testkit::{
    a_moment, a_session, a_user, an_event,
    doubles::{RecordingListener, Told},
};

use sea_orm::ConnectionTrait;

use crate::database::{Database, Kind};

on_both! {
    a_spent_transaction_cannot_be_kept
    nothing_more_is_written_in_a_spent_transaction
    a_dropped_transaction_gives_its_connection_back_clean
    a_begin_that_nobody_waits_for_leaves_no_transaction_open
    whoever_finds_no_free_connection_is_told_in_time
    a_commit_that_nobody_waits_for_leaves_no_change_untold
}

async fn a_spent_transaction_cannot_be_kept(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let (first, rival) = rivals();
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&first).await.unwrap();
    let refused = tx.users().insert(&rival).await;
    let conflict = matches!(refused, Err(StoreError::Conflict(Unique::UserEmail)));
    assert!(conflict, "{refused:?}");
    let kept = tx.commit().await;
    assert!(matches!(kept, Err(StoreError::Backend(_))), "{kept:?}");
    assert_eq!(store.read().users().find(first.id).await.unwrap(), None);
}

async fn nothing_more_is_written_in_a_spent_transaction(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let (first, rival) = rivals();
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&first).await.unwrap();
    tx.users().insert(&rival).await.unwrap_err();
    let refused = tx.audit().record(&an_event()).await;
    assert!(matches!(refused, Err(StoreError::Backend(_))), "{refused:?}");
    let refused = tx.users().find(first.id).await;
    assert!(matches!(refused, Err(StoreError::Backend(_))), "{refused:?}");
}

async fn a_dropped_transaction_gives_its_connection_back_clean(kind: Kind) {
    let database = Database::migrated(kind).await.with_connections(1);
    let store = database.store().await;
    let user = a_user();
    for _ in 0..20 {
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&user).await.unwrap();
        drop(tx);
        // Outside of any transaction, on the same connection.
        assert_eq!(store.read().users().find(user.id).await.unwrap(), None);
    }
    // The same when the task that holds it is ended in the middle of a statement.
    for pause in 0..20 {
        let (other, mine) = (store.clone(), user.clone());
        let task = tokio::spawn(async move {
            let mut tx = other.begin().await.unwrap();
            tx.users().insert(&mine).await.unwrap();
            tx.outbox().claim(a_moment(), Timestamp::from_unix_millis(i64::MAX), 9).await.unwrap();
        });
        tokio::time::sleep(Duration::from_micros(100 * pause)).await;
        task.abort();
        let _ = task.await;
        assert_eq!(store.read().users().find(user.id).await.unwrap(), None);
    }
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.read().users().find(user.id).await.unwrap(), Some(user));
}

async fn a_begin_that_nobody_waits_for_leaves_no_transaction_open(kind: Kind) {
    let database = Database::migrated(kind).await.with_connections(1);
    let store = database.store().await;
    let other = database.raw().await;
    for pause in 0..20 {
        // What was asked of the database is on its way by then, and its answer is not there.
        let mut begin = store.begin();
        let first = futures::poll!(&mut begin);
        if pause > 0 {
            tokio::time::sleep(Duration::from_micros(50 * pause)).await;
        }
        drop((begin, first));
        // Whoever is next has the same connection, and what they see is final.
        store.ping().await.unwrap();
        let open = match kind {
            Kind::Sqlite => "BEGIN IMMEDIATE; ROLLBACK",
            Kind::Postgres => {
                "DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM pg_stat_activity \
                    WHERE datname = current_database() AND state LIKE 'idle in transaction%'); \
                END $$"
            }
        };
        let nothing_open = other.execute_unprepared(open).await;
        assert!(nothing_open.is_ok(), "pause {pause}: {nothing_open:?}");
    }
}

async fn whoever_finds_no_free_connection_is_told_in_time(kind: Kind) {
    let mut database = Database::migrated(kind).await.with_connections(1);
    database.options.acquire_timeout = Duration::from_secs(1);
    let store = database.store().await;
    let held = store.begin().await.unwrap();
    let start = Instant::now();
    let refused = store.begin().await.map(drop);
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    let refused = store.read().users().find(a_user().id).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert!(start.elapsed() < Duration::from_secs(10));
    drop(held);
    drop(store.begin().await.unwrap());
}

async fn a_commit_that_nobody_waits_for_leaves_no_change_untold(kind: Kind) {
    let database = Database::migrated(kind).await;
    let told = Arc::new(RecordingListener::default());
    let store = database.store().await.told_to(told.clone());
    let user = a_user();
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    tx.commit().await.unwrap();
    let mut epoch = user.epoch;
    for pause in 0..200 {
        let mut tx = store.begin().await.unwrap();
        tx.users().clear_password(user.id, a_moment()).await.unwrap();
        let commit = tokio::spawn(tx.commit());
        tokio::time::sleep(Duration::from_micros(10 * pause)).await;
        commit.abort();
        let _ = commit.await;
        let told = told.collect();
        // Whoever opens a session waits for whatever becomes of it.
        let mut tx = store.begin().await.unwrap();
        tx.sessions().insert(&a_session(user.id), epoch).await.unwrap();
        let found = tx.users().find(user.id).await.unwrap().unwrap();
        let was_kept = found.epoch > epoch;
        assert!(!was_kept || told == [Told::User(user.id)], "pause {pause}: {told:?}");
        epoch = found.epoch;
    }
    assert!(epoch > user.epoch, "none was kept");
}

/// Two users with one address.
fn rivals() -> (User, User) {
    let first = a_user();
    let rival = User { email: first.email.clone(), ..a_user() };
    (first, rival)
}
