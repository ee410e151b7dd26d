//! A service that is started before its database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use journeys::{Database, Options, PostgresServer, SECRET, Service, binary, signal};
use tempfile::TempDir;

/// The longest pause, an attempt, and a start on a busy machine.
const SOON: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread")]
async fn a_service_waits_for_its_database_and_then_serves() {
    let server = PostgresServer::start();
    let database = Database::on(server.url());
    for (go, come) in [
        (PostgresServer::crash as fn(&PostgresServer), PostgresServer::start_again as fn(&_)),
        (PostgresServer::freeze, PostgresServer::thaw),
    ] {
        go(&server);
        let url = database.url().to_owned();
        let service = tokio::task::spawn_blocking(move || {
            let options = Options::unlimited().with("SECRET", SECRET).logged();
            Service::start_at(&url, options)
        });
        // Longer than the first attempt takes where nothing answers.
        tokio::time::sleep(Duration::from_secs(4)).await;
        assert!(!service.is_finished(), "it serves without a database");
        come(&server);
        let back_at = Instant::now();
        let service = service.await.unwrap();
        assert!(back_at.elapsed() < SOON, "{:?}", back_at.elapsed());
        service.client().get("/readyz").await.is(200);
        let log = service.log();
        assert_eq!(log.matches("waiting for the database").count(), 1, "{log}");
    }
}

#[test]
fn whoever_waits_for_a_database_can_be_stopped() {
    for name in ["TERM", "INT"] {
        let folder = tempfile::tempdir().unwrap();
        let mut waiting = serve(&folder, "postgres://nobody@127.0.0.1:9/none");
        let log = BufReader::new(waiting.stderr.take().unwrap()).lines().map_while(Result::ok);
        // By then it hears signals.
        let mut waits = log.filter(|line| line.contains("waiting for the database"));
        assert!(waits.next().is_some(), "it does not wait");
        assert!(signal(name, &[waiting.id()]));
        assert_eq!(ends(&mut waiting), Some(0), "{name}");
    }
}

#[test]
fn a_database_that_refuses_stops_the_start() {
    let url =
        std::env::var("BOOKPLATE_TEST_POSTGRES_URL").expect("run this by tests/with-postgres");
    let (server, _) = url.rsplit_once('/').unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut refused = serve(&folder, &format!("{server}/no_such_database"));
    assert_eq!(ends(&mut refused), Some(2));
    // Commands have somebody who waits for them: they wait for nothing.
    let command = Command::new(binary())
        .args(["users", "list"])
        .current_dir(folder.path())
        .env("BOOKPLATE__DATABASE__URL", "postgres://nobody@127.0.0.1:9/none")
        .env("BOOKPLATE__DATABASE__ACQUIRE_TIMEOUT", "500ms")
        .output();
    let command = command.unwrap();
    assert_eq!(command.status.code(), Some(1), "{}", String::from_utf8_lossy(&command.stderr));
}

fn serve(folder: &TempDir, url: &str) -> Child {
    let mut command = Command::new(binary());
    command
        .current_dir(folder.path())
        .env("BOOKPLATE__DATABASE__URL", url)
        .env("BOOKPLATE__SERVER__BIND", "127.0.0.1:0")
        .env("BOOKPLATE__SERVER__METRICS_BIND", "127.0.0.1:0")
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn ends(process: &mut Child) -> Option<i32> {
    let begun = Instant::now();
    loop {
        if let Some(status) = process.try_wait().unwrap() {
            return status.code();
        }
        if begun.elapsed() > Duration::from_secs(30) {
            process.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
