use std::sync::{Arc, Mutex};

use bookplate_domain::store::Store;
use bookplate_seaorm::SeaOrmStore;
use bookplate_testkit::{a_moment, a_session, a_signing_key, a_user};

use crate::database::{Database, Kind};

on_both! {
    every_statement_is_seen
    a_session_and_its_user_are_one_statement
    each_change_is_sent_once_right_before_the_commit
}

async fn observed(database: &Database) -> (SeaOrmStore, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let note = seen.clone();
    let observer = Arc::new(move |sql: &str| note.lock().unwrap().push(sql.to_owned()));
    let store = SeaOrmStore::connect_observed(&database.options, observer).await.unwrap();
    (store, seen)
}

/// The first two words of each statement since the last call.
fn words(seen: &Mutex<Vec<String>>) -> Vec<String> {
    let statements = std::mem::take(&mut *seen.lock().unwrap());
    let first_two = |sql: &String| sql.split(' ').take(2).collect::<Vec<_>>().join(" ");
    statements.iter().map(first_two).collect()
}

async fn every_statement_is_seen(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (store, seen) = observed(&database).await;
    let user = a_user();
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    let session = a_session(user.id);
    tx.sessions().insert(&session, user.epoch).await.unwrap();
    tx.commit().await.unwrap();
    let three = ["INSERT INTO"; 3];
    assert_eq!(words(&seen), [&["BEGIN"][..], &three, &["COMMIT"]].concat());

    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap_err();
    drop(tx);
    assert_eq!(words(&seen), ["BEGIN", "INSERT INTO", "ROLLBACK"]);

    store.ping().await.unwrap();
    assert_eq!(words(&seen), ["UPDATE users"]);
    store.require_migrated().await.unwrap();
    assert_eq!(words(&seen), [r#"SELECT "seaql_migrations"."version","#]);
}

async fn a_session_and_its_user_are_one_statement(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (store, seen) = observed(&database).await;
    let id = a_session(a_user().id).id;
    store.read().sessions().find_with_user(id).await.unwrap();
    assert_eq!(words(&seen), ["SELECT s.id,"]);
}

async fn each_change_is_sent_once_right_before_the_commit(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (store, seen) = observed(&database).await;
    let user = a_user();
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    tx.users().clear_password(user.id, a_moment()).await.unwrap();
    tx.users().clear_password(user.id, a_moment()).await.unwrap();
    tx.signing_keys().insert(&a_signing_key(1)).await.unwrap();
    words(&seen);
    tx.commit().await.unwrap();
    let sent = match kind {
        Kind::Sqlite => 0,
        Kind::Postgres => 2,
    };
    let mut expected = vec!["SELECT pg_notify($1,"; sent];
    expected.push("COMMIT");
    assert_eq!(words(&seen), expected);
}
