//! What only SQLite does.

use std::time::{Duration, Instant};

use bookplate_domain::store::{Store, StoreError};
use bookplate_seaorm::SeaOrmStore;
use bookplate_testkit::{a_user, an_event};
use futures::future::join_all;
use sea_orm::{ConnectionTrait, Statement};

use crate::database::{Database, Kind, options};

#[test]
fn a_database_in_memory_has_its_tables_and_one_connection() {
    bookplate_testkit::run(async {
        for url in ["sqlite::memory:", "sqlite://x?mode=memory"] {
            let store = SeaOrmStore::connect(&options(url.to_owned())).await.unwrap();
            store.ping().await.unwrap();
            let user = a_user();
            let mut tx = store.begin().await.unwrap();
            tx.users().insert(&user).await.unwrap();
            tx.commit().await.unwrap();
            let found = store.read().users().find(user.id).await.unwrap();
            assert_eq!(found, Some(user), "{url}");
        }
    });
}

#[test]
fn the_folder_of_the_file_is_made() {
    bookplate_testkit::run(async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a/b/bookplate.db");
        let options = options(format!("sqlite://{}", file.display()));
        SeaOrmStore::connect(&options).await.unwrap();
        assert!(file.exists());
    });
}

#[cfg(unix)]
#[test]
fn what_is_made_belongs_to_nobody_else() {
    use std::os::unix::fs::PermissionsExt;

    bookplate_testkit::run(async {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let options = options(format!("sqlite://{}", data.join("bookplate.db").display()));
        let schema = bookplate_seaorm::Schema::connect(&options).await.unwrap();
        schema.up().await.unwrap();
        let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&data), 0o700);
        for file in ["bookplate.db", "bookplate.db-wal", "bookplate.db-shm"] {
            assert_eq!(mode(&data.join(file)), 0o600, "{file}");
        }
    });
}

#[test]
fn whoever_closes_the_file_elsewhere_leaves_the_log_of_those_who_still_have_it() {
    bookplate_testkit::run(async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bookplate.db");
        let options = options(format!("sqlite://{}", file.display()));
        // As at the start of the service: the second is opened while the first is still there.
        let schema = bookplate_seaorm::Schema::connect(&options).await.unwrap();
        schema.up().await.unwrap();
        let store = SeaOrmStore::connect(&options).await.unwrap();
        schema.close().await.unwrap();

        let other = std::process::Command::new("sqlite3")
            .arg(&file)
            .arg("SELECT count(*) FROM users")
            .status();
        assert!(other.unwrap().success());
        assert!(folder.path().join("bookplate.db-wal").exists(), "the log was taken away");
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&a_user()).await.unwrap();
        tx.commit().await.unwrap();
        let kept = std::process::Command::new("sqlite3")
            .arg(&file)
            .arg("SELECT count(*) FROM users")
            .output();
        assert_eq!(kept.unwrap().stdout, b"1\n");
    });
}

#[test]
fn a_file_that_was_taken_away_is_noticed() {
    bookplate_testkit::run(async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bookplate.db");
        let options = options(format!("sqlite://{}", file.display()));
        bookplate_seaorm::Schema::connect(&options).await.unwrap().up().await.unwrap();
        let store = SeaOrmStore::connect(&options).await.unwrap();
        store.ping().await.unwrap();
        std::fs::rename(&file, folder.path().join("elsewhere.db")).unwrap();
        assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
        std::fs::write(&file, "").unwrap();
        assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
        std::fs::rename(folder.path().join("elsewhere.db"), &file).unwrap();
        store.ping().await.unwrap();
    });
}

#[test]
fn the_file_is_in_write_ahead_mode() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Sqlite).await;
        let raw = database.raw().await;
        let mode = Statement::from_string(raw.get_database_backend(), "PRAGMA journal_mode");
        let row = raw.query_one_raw(mode).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "wal");
    });
}

#[test]
fn readers_cannot_write() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Sqlite).await;
        let store = database.store().await;
        let refused = store.read().audit().record(&an_event()).await;
        assert!(matches!(refused, Err(StoreError::Backend(_))), "{refused:?}");
    });
}

#[test]
fn readers_go_on_beside_a_writer() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Sqlite).await;
        let store = database.store().await;
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&a_user()).await.unwrap();
        let start = Instant::now();
        for _ in 0..100 {
            assert_eq!(store.read().users().find(a_user().id).await.unwrap(), None);
        }
        assert!(start.elapsed() < Duration::from_secs(4), "no reader waits to be let in");
    });
}

#[test]
fn processes_that_write_to_one_file_wait_for_each_other() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Sqlite).await;
        // Each has a writer of its own, like a process.
        let stores = join_all((0..4).map(|_| database.store())).await;
        let writers = stores.into_iter().map(|store| {
            tokio::spawn(async move {
                for _ in 0..25 {
                    let mut tx = store.begin().await?;
                    tx.audit().record(&an_event()).await?;
                    tx.commit().await?;
                }
                Ok::<(), StoreError>(())
            })
        });
        for writer in join_all(writers).await {
            writer.unwrap().unwrap();
        }
        let raw = database.raw().await;
        let count = "SELECT count(*) FROM audit_events";
        let count = Statement::from_string(raw.get_database_backend(), count);
        let row = raw.query_one_raw(count).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 100);
    });
}

#[test]
fn a_file_that_stays_locked_is_an_outage_for_writers_and_none_for_readers() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Sqlite).await;
        let (store, raw) = (database.store().await, database.raw().await);
        raw.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
        let (refused, read) = tokio::join!(store.begin(), async {
            let start = Instant::now();
            store.read().users().find(a_user().id).await.unwrap();
            start.elapsed()
        });
        let refused = refused.map(drop);
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        assert!(read < Duration::from_secs(4), "{read:?}");
        raw.execute_unprepared("ROLLBACK").await.unwrap();
        store.ping().await.unwrap();
    });
}
