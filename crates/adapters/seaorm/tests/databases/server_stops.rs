//! A PostgreSQL that goes away and comes back.

use std::{
    future::Future,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use bookplate_domain::store::{Store, StoreError};
use bookplate_seaorm::{DatabaseOptions, Schema, SeaOrmStore};
use bookplate_testkit::{a_user, an_event};

use crate::database::options;

const ACQUIRE: Duration = Duration::from_secs(1);

/// A server of this test's own, started by `tests/with-postgres` inside of it.
struct Server {
    process: Child,
    url: String,
    ctl: String,
}

impl Server {
    fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/with-postgres");
        // It lives until its standard input ends.
        let say = "echo $BOOKPLATE_TEST_POSTGRES_URL; echo $BOOKPLATE_TEST_POSTGRES_CTL; cat";
        let mut process = Command::new(script)
            .args(["sh", "-c", say])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut line = || lines.next().expect("the server starts").unwrap();
        let (url, ctl) = (line(), line());
        Self { process, url, ctl }
    }

    fn ctl(&self, arguments: &[&str]) {
        let status = Command::new(&self.ctl).args(arguments).status().unwrap();
        assert!(status.success(), "{arguments:?}: {status}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let ended = self.process.wait();
        assert!(ended.is_ok() || std::thread::panicking(), "{ended:?}");
    }
}

#[test]
fn a_server_that_stops_is_an_outage_until_it_is_back() {
    let server = Server::start();
    bookplate_testkit::run(async {
        let options = DatabaseOptions {
            acquire_timeout: ACQUIRE,
            max_connections: 4,
            ..options(server.url.clone())
        };
        Schema::connect(&options).await.unwrap().up().await.unwrap();
        let store = SeaOrmStore::connect(&options).await.unwrap();
        let mut open = store.begin().await.unwrap();
        open.users().insert(&a_user()).await.unwrap();

        server.ctl(&["stop", "--mode", "fast"]);
        assert_outage(open.audit().record(&an_event())).await;
        drop(open);
        for _ in 0..2 {
            assert_outage(store.read().users().find(a_user().id)).await;
            assert_outage(async { store.begin().await.map(drop) }).await;
            assert_outage(store.ping()).await;
        }

        server.ctl(&["start"]);
        let back = Instant::now();
        while let Err(error) = store.ping().await {
            assert!(back.elapsed() < Duration::from_secs(5), "{error:?}");
        }
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&a_user()).await.unwrap();
        tx.commit().await.unwrap();
        store.close().await.unwrap();
    });
}

/// Fails as an outage, within the time that waiting for a connection may take.
async fn assert_outage<T>(attempt: impl Future<Output = Result<T, StoreError>>) {
    let start = Instant::now();
    match attempt.await {
        Err(StoreError::Unavailable(_)) => {}
        Err(other) => panic!("an outage: {other:?}"),
        Ok(_) => panic!("the server has stopped"),
    }
    assert!(start.elapsed() < ACQUIRE + Duration::from_secs(3), "{:?}", start.elapsed());
}
