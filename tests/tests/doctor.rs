//! `bookplate doctor` with real databases and mail servers; what it says of proxies stands beside the
//! binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::process::Output;

use journeys::{Database, Options, PostgresServer, ResendServer, Service, SmtpServer};
use serde_json::Value;

const DOCTOR: &[&str] = &["doctor", "--json"];

/// The status and the words of one check.
fn found(output: &Output, check: &str) -> (String, String) {
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).expect("a report");
    let mut of_check = findings.iter().filter(|finding| finding["check"] == check);
    let finding = of_check.next().unwrap_or_else(|| panic!("no {check}: {findings:#?}"));
    let text = |name: &str| finding[name].as_str().unwrap().to_owned();
    (text("status"), text("detail"))
}

#[track_caller]
fn insist(output: &Output, check: &str, status: &str, says: &str) {
    let (is, detail) = found(output, check);
    assert!(is == status && detail.contains(says), "{check}: {is} {detail}");
    assert_eq!(
        output.status.success(),
        !String::from_utf8_lossy(&output.stdout).contains("error\"")
    );
}

mod a_service_that_is_well_is_said_to_be {
    use super::{Database, PostgresServer};

    #[tokio::test(flavor = "multi_thread")]
    async fn on_sqlite() {
        super::is_said_to_be_well(&Database::sqlite());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn on_postgres() {
        let server = PostgresServer::start();
        super::is_said_to_be_well(&Database::on(server.url()));
    }
}

#[track_caller]
fn is_said_to_be_well(database: &Database) {
    let service = Service::start(database, Options::unlimited());
    service.make_user("ada@example.com", "user");
    let output = service.run_where("SERVER__PUBLIC_URL", service.base(), DOCTOR);
    for check in ["database", "migrations", "clock", "keys", "public_url", "jwks", "proxies"] {
        assert_eq!(found(&output, check).0, "ok", "{output:?}");
    }
    insist(&output, "proxies", "ok", "the service saw 127.0.0.1, which is this machine");
    // The visitor of the visit is gone.
    assert_eq!(database.count("users"), 1);
}

#[tokio::test]
async fn a_server_that_may_lose_or_refuse_what_is_written_is_told() {
    let server = PostgresServer::start();
    let database = Database::on(server.url());
    let service = Service::start(&database, Options::unlimited());
    let alter = |what: &str| {
        let name = database.query("SELECT current_database()");
        database.execute(&format!("ALTER DATABASE {} {what}", name.trim()));
    };
    insist(&service.run(DOCTOR, ""), "database", "ok", "nodes like this");
    let output = service.run_where("DATABASE__MAX_CONNECTIONS", "1000", DOCTOR);
    insist(&output, "database", "error", "a node holds 1002");
    // The server of the other tests is not meant to last.
    let careless = Database::postgres();
    let output = service.run_where("DATABASE__URL", careless.url(), DOCTOR);
    insist(&output, "database", "warning", "fsync is off");
    alter("SET synchronous_commit = off");
    insist(&service.run(DOCTOR, ""), "database", "warning", "loses what was answered as kept");
    alter("SET default_transaction_read_only = on");
    let output = service.run(DOCTOR, "");
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(report.contains("takes no writes"), "{report}");
}

/// A clock of PostgreSQL's that is wrong, for this database alone: a function of the name stands before
/// the real one.
#[tokio::test]
async fn a_database_whose_clock_is_wrong_is_told() {
    let database = Database::postgres();
    let service = Service::start(&database, Options::unlimited());
    insist(&service.run(DOCTOR, ""), "clock", "ok", "the database's clock and this machine agree");
    let name = database.query("SELECT current_database()").trim().to_owned();
    database.execute(&format!(
        "CREATE SCHEMA wrong; ALTER DATABASE {name} SET search_path = wrong, pg_catalog, public"
    ));
    for (seconds, status, says) in [
        (3, "warning", "the database's clock is 2.9 s ahead of this machine"),
        (-60, "error", "s behind this machine: set both by NTP"),
    ] {
        database.execute(&format!(
            "CREATE OR REPLACE FUNCTION wrong.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS \
             $$ SELECT pg_catalog.clock_timestamp() + interval '{seconds} seconds' $$"
        ));
        let output = service.run(DOCTOR, "");
        let (is, detail) = found(&output, "clock");
        // The way there and back is not counted as skew.
        let detail = detail.replace("3.0 s", "2.9 s");
        assert!(is == status && detail.contains(says), "{is} {detail}");
    }
}

#[tokio::test]
async fn every_transport_is_tried_and_the_first_sends_what_was_asked_for() {
    let (smtp, resend) = (SmtpServer::start(), ResendServer::start());
    let ca_file = smtp.ca_file();
    let options = resend
        .options()
        .with("MAIL__TRANSPORT", "smtp,resend")
        .with("MAIL__SMTP__HOST", "localhost")
        .with("MAIL__SMTP__PORT", &smtp.port().to_string())
        .with("MAIL__SMTP__USER", SmtpServer::USER)
        .with("MAIL__SMTP__PASSWORD", SmtpServer::PASSWORD)
        .with("MAIL__SMTP__CA_FILE", ca_file.to_str().unwrap());
    let service = Service::start(&Database::sqlite(), options);

    let output = service.run(DOCTOR, "");
    insist(&output, "mail.smtp", "ok", "by STARTTLS, logged in");
    insist(&output, "mail.resend", "ok", "example.com as verified");
    let output = service.run(&["doctor", "--json", "--send-to", "ada@example.com"], "");
    insist(&output, "test_mail", "ok", "smtp took it for ada@example.com");
    let mails = smtp.mails(1).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0]["rcpt_tos"][0], "ada@example.com");
    assert!(resend.mails(0, std::time::Duration::ZERO).await.is_empty());

    let output = service.run_where("MAIL__SMTP__PASSWORD", "hunter2hunter2", DOCTOR);
    insist(&output, "mail.smtp", "error", "535");
    insist(&output, "mail.resend", "ok", "verified");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("hunter2"), "{output:?}");
    let output = service.run_where("MAIL__FROM", "accounts@pending.example", DOCTOR);
    insist(&output, "mail.resend", "error", "has not verified the domain pending.example");
}
