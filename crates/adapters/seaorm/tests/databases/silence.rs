//! A PostgreSQL that is there and does not answer.

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use bookplate_domain::store::{Store, StoreError};
use bookplate_seaorm::{ConnectError, DatabaseOptions, SeaOrmStore, reach};
use bookplate_testkit::a_user;
use tokio::time::{sleep, timeout};

use crate::{
    database::{Database, Kind},
    network::Network,
};

const ACQUIRE: Duration = Duration::from_secs(1);
const STATEMENT: Duration = Duration::from_secs(1);

/// A database behind a network, and how it is reached through it.
async fn behind_a_network() -> (Database, Network, DatabaseOptions) {
    let database = Database::migrated(Kind::Postgres).await;
    let url = &database.options.url;
    let (start, rest) = url.split_once('@').unwrap();
    let (server, name) = rest.split_once('/').unwrap();
    let network = Network::before(server.to_owned());
    let options = DatabaseOptions {
        url: format!("{start}@{}/{name}", network.address()),
        acquire_timeout: ACQUIRE,
        statement_timeout: STATEMENT,
        max_connections: 4,
        ..database.options.clone()
    };
    (database, network, options)
}

/// Fails, as an outage, and does not take longer than anything may on a connection that was lost.
async fn is_given_up<T>(attempt: impl Future<Output = Result<T, StoreError>>) {
    let begun = Instant::now();
    match timeout(ACQUIRE + ACQUIRE + STATEMENT + ACQUIRE, attempt).await {
        Ok(Err(StoreError::Unavailable(_))) => {}
        Ok(Err(other)) => panic!("an outage: {other:?}"),
        Ok(Ok(_)) => panic!("the network was cut"),
        Err(_) => panic!("still waiting after {:?}", begun.elapsed()),
    }
}

#[test]
fn nothing_waits_for_ever_where_no_answer_comes() {
    bookplate_testkit::run(async {
        let (_database, network, options) = behind_a_network().await;
        let store = SeaOrmStore::connect(&options).await.unwrap();
        let mut open = store.begin().await.unwrap();
        open.users().insert(&a_user()).await.unwrap();
        let mut written = store.begin().await.unwrap();
        written.users().insert(&a_user()).await.unwrap();
        store.ping().await.unwrap();

        network.cut();
        let id = a_user().id;
        tokio::join!(
            is_given_up(async { open.users().find(id).await }),
            is_given_up(written.commit()),
            is_given_up(async { store.read().users().find(id).await }),
            is_given_up(async { store.begin().await.map(drop) }),
            is_given_up(store.ping()),
        );
    });
}

#[test]
fn an_outage_is_told_and_costs_no_connection() {
    bookplate_testkit::run(async {
        let (_database, network, options) = behind_a_network().await;
        let store = Arc::new(SeaOrmStore::connect(&options).await.unwrap());
        let watch = tokio::spawn(store.watch());
        // All connections are idle, in use or on their way back when the network goes.
        let busy: Vec<_> = (0..8).map(|_| tokio::spawn(keep_asking(store.clone()))).collect();
        sleep(ACQUIRE).await;
        assert!(timeout(ACQUIRE, store.outage()).await.is_err(), "it answers");

        for _ in 0..2 {
            network.cut();
            assert!(!store.is_away());
            timeout(2 * ACQUIRE, store.outage()).await.expect("an outage is told");
            assert!(store.is_away());
            sleep(ACQUIRE).await;

            network.mend();
            let mended = Instant::now();
            while store.ping().await.is_err() {
                assert!(mended.elapsed() < Duration::from_secs(5), "not healthy again");
            }
            // As many at once as there are connections.
            let all = (0..4).map(|_| store.begin());
            let all = timeout(ACQUIRE, futures::future::try_join_all(all)).await;
            all.expect("every connection can be had").unwrap();
            assert!(timeout(ACQUIRE, store.outage()).await.is_err(), "it answers");
            assert!(!store.is_away());
        }
        busy.iter().for_each(tokio::task::JoinHandle::abort);
        watch.abort();
    });
}

async fn keep_asking(store: Arc<SeaOrmStore>) {
    loop {
        // As a request that is given up after a moment.
        let _ = timeout(Duration::from_millis(300), store.ping()).await;
        sleep(Duration::from_millis(1)).await;
    }
}

#[test]
fn a_slow_answer_is_no_outage() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Postgres).await;
        let options = DatabaseOptions {
            acquire_timeout: Duration::from_secs(30),
            max_connections: 1,
            ..database.options.clone()
        };
        let store = SeaOrmStore::connect(&options).await.unwrap();
        let watch = tokio::spawn(store.watch());
        // The only connection is taken, and who asks for another one waits.
        let _taken = store.begin().await.unwrap();
        let asking = async { store.ping().await };
        assert!(timeout(Duration::from_secs(2), asking).await.is_err());
        assert!(timeout(Duration::from_millis(100), store.outage()).await.is_err());
        watch.abort();
    });
}

#[test]
fn a_database_is_reached_or_unavailable_or_refuses() {
    bookplate_testkit::run(async {
        let (database, network, options) = behind_a_network().await;
        reach(&options).await.unwrap();
        network.cut();
        let begun = Instant::now();
        assert!(matches!(reach(&options).await, Err(ConnectError::Unavailable(_))));
        assert!(begun.elapsed() < 2 * ACQUIRE, "{:?}", begun.elapsed());

        let at = |url: String| DatabaseOptions { url, ..database.options.clone() };
        let (server, _) = database.options.url.rsplit_once('/').unwrap();
        for (url, refuses) in [
            (format!("{server}/no_such_database"), true),
            ("postgres://bookplate@127.0.0.1:9/none".to_owned(), false),
            ("postgres://bookplate@host.invalid/none".to_owned(), false),
        ] {
            let error = reach(&at(url.clone())).await.unwrap_err();
            assert_eq!(matches!(error, ConnectError::Refused(_)), refuses, "{url}: {error:?}");
            assert_eq!(matches!(error, ConnectError::Unavailable(_)), !refuses, "{url}: {error:?}");
        }
        let error = reach(&at("postgres://[".to_owned())).await.unwrap_err();
        assert!(matches!(error, ConnectError::Url), "{error:?}");
        reach(&at("sqlite://nowhere/is.db".to_owned())).await.unwrap();
    });
}
