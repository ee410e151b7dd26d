//! A session against a change of its user's epoch, and against other log ins, at the same moment.

use std::time::Duration;

use bookplate_domain::{
    store::{Store, StoreError},
    users::User,
};
use bookplate_seaorm::SeaOrmStore;
use bookplate_testkit::{a_password_hash, a_session, a_user};
use futures::future::join_all;
use sea_orm::{ConnectionTrait, Statement, TransactionTrait};

use crate::database::{Database, Kind};

on_both! {
    a_session_waits_for_a_change_of_the_epoch_and_is_not_added_then
    log_ins_that_renew_the_hash_do_not_get_in_each_others_way
}

/// Long enough for one to run into the other.
const A_MOMENT: Duration = Duration::from_millis(300);

const RAISE: &str = "UPDATE users SET epoch = epoch + 1";

async fn a_session_waits_for_a_change_of_the_epoch_and_is_not_added_then(kind: Kind) {
    let (database, store, user) = with_a_user(kind).await;
    let raw = database.raw().await;
    let change = raw.begin().await.unwrap();
    change.execute_unprepared(RAISE).await.unwrap();
    let log_in = tokio::spawn(async move {
        let mut tx = store.begin().await?;
        let added = tx.sessions().insert(&a_session(user.id), user.epoch).await?;
        tx.commit().await?;
        Ok::<bool, StoreError>(added)
    });
    tokio::time::sleep(A_MOMENT).await;
    assert!(!log_in.is_finished(), "it waits");
    change.commit().await.unwrap();
    assert!(!log_in.await.unwrap().unwrap());
}

/// SQLite has one writer, so this is about row locks.
#[test]
fn a_change_of_the_epoch_waits_for_a_session_and_sees_it_then() {
    bookplate_testkit::run(async {
        let (database, store, user) = with_a_user(Kind::Postgres).await;
        let mut tx = store.begin().await.unwrap();
        let session = a_session(user.id);
        assert!(tx.sessions().insert(&session, user.epoch).await.unwrap());
        let raw = database.raw().await;
        let change = tokio::spawn(async move {
            let change = raw.begin().await.unwrap();
            change.execute_unprepared(RAISE).await.unwrap();
            let sessions = "SELECT id FROM sessions";
            let sessions = Statement::from_string(raw.get_database_backend(), sessions);
            change.query_all_raw(sessions).await.unwrap().len()
        });
        tokio::time::sleep(A_MOMENT).await;
        assert!(!change.is_finished(), "it waits");
        tx.commit().await.unwrap();
        assert_eq!(change.await.unwrap(), 1);
    });
}

async fn log_ins_that_renew_the_hash_do_not_get_in_each_others_way(kind: Kind) {
    let (_database, store, user) = with_a_user(kind).await;
    let log_ins = (0..16).map(|_| {
        let (store, user) = (store.clone(), user.clone());
        tokio::spawn(async move {
            let mut tx = store.begin().await?;
            let session = a_session(user.id);
            assert!(tx.sessions().insert(&session, user.epoch).await?);
            let old = user.password.as_ref().expect("a hash");
            tx.users().rehash(user.id, old, &a_password_hash()).await?;
            tx.commit().await
        })
    });
    for log_in in join_all(log_ins).await {
        log_in.unwrap().unwrap();
    }
}

async fn with_a_user(kind: Kind) -> (Database, SeaOrmStore, User) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let user = a_user();
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    tx.commit().await.unwrap();
    (database, store, user)
}
