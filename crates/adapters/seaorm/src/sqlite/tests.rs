#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::Duration;

use bookplate_domain::store::{Store, StoreError};
use bookplate_testkit::{a_moment, a_user, a_visitor};
use sea_orm::ConnectionTrait;

use crate::{DatabaseOptions, Schema, SeaOrmStore};

/// How large the file may become is set on the connection that writes, which only this crate has.
#[test]
fn what_is_written_after_the_disk_was_full_is_kept() {
    bookplate_testkit::run(async {
        let folder = tempfile::tempdir().unwrap();
        let options = DatabaseOptions {
            url: format!("sqlite://{}", folder.path().join("bookplate.db").display()),
            max_connections: 2,
            acquire_timeout: Duration::from_secs(20),
            statement_timeout: Duration::from_secs(20),
            transaction_pooler: false,
        };
        let schema = Schema::connect(&options).await.unwrap();
        schema.up().await.unwrap();
        schema.close().await.unwrap();
        let store = SeaOrmStore::connect(&options).await.unwrap();

        let visitor = a_visitor();
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&visitor).await.unwrap();
        tx.commit().await.unwrap();

        // As large as it is.
        store.writer.execute_unprepared("PRAGMA max_page_count = 1").await.unwrap();
        let mut tx = store.begin().await.unwrap();
        // A statement that SQLite could not undo alone: it undoes the transaction.
        let full = loop {
            if let Err(full) = tx.visitor_questions().add(visitor.id, a_moment(), 1).await {
                break full;
            }
        };
        assert!(matches!(full, StoreError::Unavailable(_)), "{full:?}");
        drop(tx);
        store.writer.execute_unprepared("PRAGMA max_page_count = 1000000").await.unwrap();

        // One that is undone, as when a client goes away: where the driver counts one too many, it only
        // goes back to a savepoint, in a transaction that nobody ends.
        drop(store.begin().await.unwrap());
        let user = a_user();
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&user).await.unwrap();
        tx.commit().await.unwrap();
        // A reader has a connection of its own, which sees only what is kept.
        assert_eq!(store.read().users().find(user.id).await.unwrap(), Some(user));
    });
}
