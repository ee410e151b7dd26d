//! What the store answers when the database does not.

use std::{
    io::Read as _,
    net::TcpListener,
    time::{Duration, Instant},
};

use bookplate_domain::{
    sessions::EndReason,
    store::{Store, StoreError},
};
use bookplate_seaorm::{ConnectError, Schema, SeaOrmStore, reach};
use bookplate_testkit::{a_moment, a_session, a_token, a_user};
use sea_orm::{ConnectionTrait, TransactionTrait};

use crate::database::{Database, Kind, options, server_url};

on_both! {
    a_token_of_nobody_is_no_conflict_and_no_outage
}

async fn a_token_of_nobody_is_no_conflict_and_no_outage(kind: Kind) {
    let database = Database::migrated(kind).await;
    let mut tx = database.store().await.begin().await.unwrap();
    let refused = tx.one_time_tokens().insert(&a_token(a_user().id)).await;
    assert!(matches!(refused, Err(StoreError::Backend(_))), "{refused:?}");
}

#[test]
fn a_statement_that_takes_too_long_is_an_outage() {
    bookplate_testkit::run(async {
        let mut database = Database::migrated(Kind::Postgres).await;
        database.options.statement_timeout = Duration::from_millis(300);
        let store = database.store().await;
        let user = a_user();
        let session = a_session(user.id);
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&user).await.unwrap();
        tx.sessions().insert(&session, user.epoch).await.unwrap();
        tx.commit().await.unwrap();

        let raw = database.raw().await;
        let holder = raw.begin().await.unwrap();
        let lock = "UPDATE sessions SET generation = 2";
        holder.execute_unprepared(lock).await.unwrap();
        let start = Instant::now();
        let mut tx = store.begin().await.unwrap();
        let late = tx.sessions().revoke(session.id, EndReason::LoggedOut, a_moment()).await;
        assert!(matches!(late, Err(StoreError::Unavailable(_))), "{late:?}");
        assert!(start.elapsed() < Duration::from_secs(5));
        drop(tx);
        holder.rollback().await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let revoked = tx.sessions().revoke(session.id, EndReason::LoggedOut, a_moment()).await;
        assert_eq!(revoked.unwrap(), Some(session.user_id));
        tx.commit().await.unwrap();
    });
}

#[test]
fn a_transaction_that_is_left_alone_is_ended_by_the_server() {
    bookplate_testkit::run(async {
        let mut database = Database::migrated(Kind::Postgres).await;
        database.options.statement_timeout = Duration::from_millis(200);
        let store = database.store().await;
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&a_user()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1500)).await;
        let ended = tx.commit().await;
        assert!(matches!(ended, Err(StoreError::Unavailable(_))), "{ended:?}");
        store.ping().await.unwrap();
    });
}

#[test]
fn two_transactions_that_wait_for_each_other_are_an_outage_for_one() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Postgres).await;
        let store = database.store().await;
        let users = [a_user(), a_user()];
        let sessions = users.each_ref().map(|user| a_session(user.id));
        let mut tx = store.begin().await.unwrap();
        for (user, session) in users.iter().zip(&sessions) {
            tx.users().insert(user).await.unwrap();
            tx.sessions().insert(session, user.epoch).await.unwrap();
        }
        tx.commit().await.unwrap();

        let revoke_both = |order: [usize; 2]| {
            let ids = order.map(|index| sessions[index].id);
            let store = store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await?;
                for id in ids {
                    tx.sessions().revoke(id, EndReason::LoggedOut, a_moment()).await?;
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
                tx.commit().await
            })
        };
        let (first, second) = (revoke_both([0, 1]), revoke_both([1, 0]));
        let results = [first.await.unwrap(), second.await.unwrap()];
        let kept = results.iter().filter(|result| result.is_ok()).count();
        assert_eq!(kept, 1, "{results:?}");
        let outage =
            |result: &Result<(), StoreError>| matches!(result, Err(StoreError::Unavailable(_)));
        assert!(results.iter().any(outage), "{results:?}");
    });
}

#[test]
fn a_server_that_is_not_there_may_come_later() {
    bookplate_testkit::run(async {
        // Nothing listens on port 1.
        let mut nowhere = options("postgres://bookplate@127.0.0.1:1/bookplate".to_owned());
        nowhere.acquire_timeout = Duration::from_secs(1);
        let start = Instant::now();
        let refused = SeaOrmStore::connect(&nowhere).await.unwrap_err();
        assert!(matches!(refused, ConnectError::Unavailable(_)), "{refused:?}");
        let refused = Schema::connect(&nowhere).await.unwrap_err();
        assert!(matches!(refused, ConnectError::Unavailable(_)), "{refused:?}");
        assert!(start.elapsed() < Duration::from_secs(10));
    });
}

/// As a proxy does while there is no server behind it.
#[test]
fn a_connection_that_is_ended_before_a_word_is_said_may_work_later() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let _ = connection.read(&mut [0; 8]);
        }
    });
    bookplate_testkit::run(async {
        let mut options = options(format!("postgres://bookplate@{address}/bookplate"));
        options.acquire_timeout = Duration::from_secs(1);
        let refused = SeaOrmStore::connect(&options).await.unwrap_err();
        assert!(matches!(refused, ConnectError::Unavailable(_)), "{refused:?}");
        let refused = reach(&options).await.unwrap_err();
        assert!(matches!(refused, ConnectError::Unavailable(_)), "{refused:?}");
    });
}

#[test]
fn what_cannot_be_a_database_is_refused_at_once() {
    bookplate_testkit::run(async {
        let missing = server_url().replace("/postgres", "/no_such_database");
        let refused = SeaOrmStore::connect(&options(missing)).await.unwrap_err();
        assert!(matches!(refused, ConnectError::Refused(_)), "{refused:?}");

        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("notes.txt");
        std::fs::write(&text, "not a database, but long enough to be looked at ".repeat(30))
            .unwrap();
        let url = format!("sqlite://{}", text.display());
        let refused = SeaOrmStore::connect(&options(url)).await.unwrap_err();
        assert!(matches!(refused, ConnectError::Refused(_)), "{refused:?}");

        let url = format!("sqlite://{}/inside/bookplate.db", text.display());
        let refused = SeaOrmStore::connect(&options(url)).await.unwrap_err();
        assert!(matches!(refused, ConnectError::Folder { .. }), "{refused:?}");

        for url in [
            "",
            "mysql://localhost/x",
            "bookplate.db",
            "sqlite://:memory:",
            "postgres://bookplate:pa55/word@localhost/x",
        ] {
            let refused = SeaOrmStore::connect(&options(url.to_owned())).await.unwrap_err();
            assert!(matches!(refused, ConnectError::Url), "{url}: {refused:?}");
        }
    });
}

#[test]
fn nothing_tells_the_password_of_a_database() {
    let secret = options("postgres://bookplate:pa55word@localhost/x".to_owned());
    assert!(!format!("{secret:?}").contains("pa55word"));
}
