//! Mail that leaves the house.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    fs,
    time::{Duration, Instant},
};

use journeys::{Answer, Database, Options, SECRET, Service, SmtpServer, on_both_databases};
use serde_json::Value;

on_both_databases!(
    in_production_a_verification_arrives_by_smtp_and_its_link_works,
    a_mail_that_was_owed_arrives_when_the_provider_is_back,
    links_are_built_from_the_configuration_alone,
);

const EMAIL: &str = "Ada@example.com";

/// What an operator sets up in production; the password stands in a file.
fn production(server: &SmtpServer) -> Options {
    let ca_file = server.ca_file();
    let password_file = ca_file.with_file_name("password");
    fs::write(&password_file, format!("{}\n", SmtpServer::PASSWORD)).unwrap();
    Options::unlimited()
        .with("SERVER__MODE", "production")
        .with("SERVER__PUBLIC_URL", "https://accounts.example.com")
        .with("SECRET", SECRET)
        .with("MAIL__TRANSPORT", "smtp")
        .with("MAIL__FROM", "Inkwell <accounts@inkwell.example>")
        .with("MAIL__SMTP__HOST", "localhost")
        .with("MAIL__SMTP__PORT", &server.port().to_string())
        .with("MAIL__SMTP__USER", SmtpServer::USER)
        .with("MAIL__SMTP__PASSWORD_FILE", password_file.to_str().unwrap())
        .with("MAIL__SMTP__CA_FILE", ca_file.to_str().unwrap())
}

/// The token in the one link of a mail.
fn token(mail: &Value) -> &str {
    let text = mail["text"].as_str().unwrap();
    let link = "https://accounts.example.com/verify-email#token=";
    let (_, rest) = text.split_once(link).expect(text);
    rest.split_whitespace().next().unwrap()
}

async fn in_production_a_verification_arrives_by_smtp_and_its_link_works(database: Database) {
    let server = SmtpServer::start();
    let service = Service::start(&database, production(&server));
    let client = service.client();

    client.register(EMAIL).await.is(202);
    let mails = server.mails(1).await;
    assert_eq!(mails[0]["rcpt_tos"][0], EMAIL);
    assert_eq!(mails[0]["tls"], true);
    assert_eq!(mails[0]["login"], SmtpServer::USER);
    client.verify(token(&mails[0])).await.is(200);
    client.log_in(EMAIL).await.is(200);

    client.get("/dev/mailbox").await.problem(404, "NOT_FOUND");
    // The verification, and the welcome.
    server.mails(2).await;
    let owed = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL";
    let begun = Instant::now();
    while database.query(owed).trim() != "0" {
        assert!(begun.elapsed() < Duration::from_secs(15), "a mail is owed");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(server.mails(2).await.len(), 2, "once each");
}

async fn a_mail_that_was_owed_arrives_when_the_provider_is_back(database: Database) {
    let mut server = SmtpServer::start();
    let service = Service::start(&database, production(&server));
    server.stop();

    let client = service.client();
    let begun = Instant::now();
    client.register(EMAIL).await.is(202);
    assert!(begun.elapsed() < Duration::from_secs(3), "not at once");
    let waits = "SELECT count(*) FROM outbox WHERE last_error IS NOT NULL";
    while database.query(waits).trim() != "1" {
        assert!(begun.elapsed() < Duration::from_secs(15), "not tried");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    server.start_again();
    let back = Instant::now();
    let mails = server.mails(1).await;
    let waited = back.elapsed();
    assert!(waited < Duration::from_secs(12), "{waited:?}");
    client.verify(token(&mails[0])).await.is(200);
}

async fn links_are_built_from_the_configuration_alone(database: Database) {
    let server = SmtpServer::start();
    let service = Service::start(&database, production(&server));
    let client = service.client();
    // The very first request: nothing may be learnt from it.
    let headers = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-port", "666"),
        ("x-original-host", "evil.example"),
        ("forwarded", "for=192.0.2.1;host=evil.example;proto=http"),
        ("referer", "https://evil.example/"),
    ];
    let ask = async |path: &str, body: serde_json::Value| {
        let mut request = client.request(reqwest::Method::POST, path).json(&body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        Answer::of(request).await.is(202);
    };
    let body = serde_json::json!({ "email": EMAIL, "name": "Ada", "password": journeys::PASSWORD });
    ask("/api/v1/auth/register", body).await;
    let first = server.mails(1).await.remove(0);
    client.verify(token(&first)).await.is(200);
    ask("/api/v1/auth/password-reset", serde_json::json!({ "email": EMAIL })).await;
    for mail in server.mails(3).await {
        let whole = mail.to_string();
        // With the colon: ids have any digits in them.
        assert!(!whole.contains("evil") && !whole.contains(":666"), "{whole}");
    }
}
