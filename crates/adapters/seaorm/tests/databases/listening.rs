//! Nodes on one PostgreSQL hear of each other's changes.

use std::{sync::Arc, time::Duration};

use bookplate_domain::{
    shared::UserId,
    store::{ChangeListener, Store},
};
use bookplate_seaorm::SeaOrmStore;
use bookplate_testkit::{
    a_moment, a_signing_key, a_user,
    doubles::{RecordingListener, Told},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::database::{Database, Kind, admin};

const LISTENING: &str = "\
    FROM pg_stat_activity WHERE application_name = 'bookplate listener' \
    AND datname = current_database()";

/// A node that listens, and what it was told.
struct Node {
    told: Arc<RecordingListener>,
    listening: JoinHandle<()>,
}

impl Node {
    async fn start(database: &Database) -> Self {
        let told = Arc::new(RecordingListener::default());
        let store = database.store().await.told_to(told.clone());
        let node = Self { told, listening: tokio::spawn(store.listen()) };
        node.hears(&[Told::Anything], Duration::from_secs(10)).await;
        node
    }

    /// Waits until it is told exactly this.
    async fn hears(&self, expected: &[Told], patience: Duration) {
        let mut heard = Vec::new();
        let hear = async {
            while heard.len() < expected.len() {
                sleep(Duration::from_millis(5)).await;
                heard.extend(self.told.collect());
            }
        };
        let in_time = timeout(patience, hear).await.is_ok();
        assert!(in_time && heard == expected, "{heard:?} instead of {expected:?}");
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

const A_SECOND: Duration = Duration::from_secs(1);

async fn a_kept_user(store: &SeaOrmStore) -> UserId {
    let user = a_user();
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    tx.commit().await.unwrap();
    user.id
}

async fn change(store: &SeaOrmStore, user: UserId) {
    let mut tx = store.begin().await.unwrap();
    tx.users().clear_password(user, a_moment()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn how_many_listen(raw: &DatabaseConnection) -> i64 {
    let count = format!("SELECT count(*) {LISTENING}");
    let count = Statement::from_string(raw.get_database_backend(), count);
    let row = raw.query_one_raw(count).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn terminate(raw: &DatabaseConnection) {
    let terminate = format!("SELECT pg_terminate_backend(pid) {LISTENING}");
    let ended = raw.execute_unprepared(&terminate).await.unwrap();
    assert_eq!(ended.rows_affected(), 1);
}

#[test]
fn the_other_node_hears_of_a_change_within_a_second() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Postgres).await;
        let here = database.store().await;
        let there = Node::start(&database).await;
        let user = a_kept_user(&here).await;
        change(&here, user).await;
        there.hears(&[Told::User(user)], A_SECOND).await;

        let mut tx = here.begin().await.unwrap();
        tx.signing_keys().insert(&a_signing_key(1)).await.unwrap();
        tx.signing_keys().insert(&a_signing_key(2)).await.unwrap();
        tx.commit().await.unwrap();
        there.hears(&[Told::SigningKeys], A_SECOND).await;
    });
}

#[test]
fn the_other_node_does_not_hear_of_what_is_not_kept() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Postgres).await;
        let here = database.store().await;
        let there = Node::start(&database).await;
        let (dropped, kept) = (a_kept_user(&here).await, a_kept_user(&here).await);
        let mut tx = here.begin().await.unwrap();
        tx.users().clear_password(dropped, a_moment()).await.unwrap();
        drop(tx);
        change(&here, kept).await;
        there.hears(&[Told::User(kept)], A_SECOND).await;
    });
}

#[test]
fn a_lost_connection_comes_back_and_anything_may_have_changed() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Postgres).await;
        let (here, raw) = (database.store().await, database.raw().await);
        let there = Node::start(&database).await;
        let user = a_kept_user(&here).await;
        for _ in 0..2 {
            terminate(&raw).await;
            there.hears(&[Told::Anything], Duration::from_secs(5)).await;
            change(&here, user).await;
            there.hears(&[Told::User(user)], A_SECOND).await;
        }
    });
}

#[test]
fn a_connection_that_cannot_be_opened_is_tried_until_it_can() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Postgres).await;
        let (here, raw) = (database.store().await, database.raw().await);
        let there = Node::start(&database).await;
        let user = a_kept_user(&here).await;
        let (_, name) = database.options.url.rsplit_once('/').unwrap();
        admin(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        terminate(&raw).await;
        sleep(Duration::from_millis(2500)).await;
        assert_eq!(there.told.collect(), []);
        change(&here, user).await;
        admin(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
        there.hears(&[Told::Anything], Duration::from_secs(5)).await;
    });
}

#[test]
fn what_another_version_says_may_be_anything() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Postgres).await;
        let raw = database.raw().await;
        let there = Node::start(&database).await;
        raw.execute_unprepared("NOTIFY bookplate, 'roles:7'").await.unwrap();
        there.hears(&[Told::Anything], A_SECOND).await;
    });
}

#[test]
fn whoever_ends_the_task_closes_its_connection() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Postgres).await;
        let raw = database.raw().await;
        let node = Node::start(&database).await;
        assert_eq!(how_many_listen(&raw).await, 1);
        drop(node);
        let closed = async {
            while how_many_listen(&raw).await > 0 {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(Duration::from_secs(5), closed).await.expect("it is closed");
    });
}

#[test]
fn on_sqlite_it_waits_and_hears_nothing() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Sqlite).await;
        let told = Arc::new(RecordingListener::default());
        let listener: Arc<dyn ChangeListener> = told.clone();
        let store = database.store().await.told_to(listener);
        let ended = timeout(Duration::from_millis(100), store.listen()).await;
        assert!(ended.is_err(), "it never ends");
        assert_eq!(told.collect(), []);
    });
}
