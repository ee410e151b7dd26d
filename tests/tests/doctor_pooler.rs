//! `bookplate doctor` behind a pooler in transaction mode that the configuration does not name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::process::Output;

use journeys::{Database, Options, Pooler, PostgresServer, Service};
use serde_json::Value;

const DOCTOR: &[&str] = &["doctor", "--json"];
const HINT: &str = "set database.transaction_pooler = true";

fn of_database(output: &Output) -> (String, String) {
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).expect("a report");
    let finding = findings.iter().find(|finding| finding["check"] == "database").unwrap();
    let text = |name: &str| finding[name].as_str().unwrap().to_owned();
    (text("status"), text("detail"))
}

#[tokio::test]
async fn a_pooler_that_nobody_told_us_of_is_seen() {
    let server = PostgresServer::start();
    let database = Database::on(server.url());
    let service = Service::start(&database, Options::unlimited());
    let (status, detail) = of_database(&service.run(DOCTOR, ""));
    assert!(status == "ok" && !detail.contains(HINT), "{detail}");

    for (pooler, expected) in [
        (Pooler::before(database.url()), "error"),
        (Pooler::silently_before(database.url()), "warning"),
    ] {
        let url = pooler.url(database.url());
        let (status, detail) = of_database(&service.run_where("DATABASE__URL", &url, DOCTOR));
        assert!(status == expected && detail.contains(HINT), "{status}: {detail}");
    }
}
