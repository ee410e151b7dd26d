//! What an operator sees of mails, and does about those that were given up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::{Duration, Instant};

use journeys::{Database, Options, Service, SmtpServer, on_both_databases};
use serde_json::Value;

on_both_databases!(a_dead_mail_is_listed_and_tried_again);

fn listed(service: &Service, status: &str) -> Vec<Value> {
    let output = service.command(&["mail", "list", "--json", "--status", status]);
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Waits for the one dead mail that ended after `before`.
async fn dead(service: &Service, before: &str) -> Value {
    let begun = Instant::now();
    loop {
        let dead = listed(service, "dead");
        if let [mail] = dead.as_slice()
            && mail["endedAt"].as_str().unwrap() > before
        {
            return mail.clone();
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{dead:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn a_dead_mail_is_listed_and_tried_again(database: Database) {
    let server = SmtpServer::start();
    let options = Options::unlimited()
        .with("MAIL__TRANSPORT", "smtp")
        .with("MAIL__FROM", "accounts@example.com")
        .with("MAIL__SMTP__HOST", "localhost")
        .with("MAIL__SMTP__PORT", &server.port().to_string())
        .with("MAIL__SMTP__CA_FILE", server.ca_file().to_str().unwrap())
        .with("MAIL__SMTP__USER", SmtpServer::USER)
        .with("MAIL__SMTP__PASSWORD", SmtpServer::PASSWORD);
    let service = Service::start(&database, options);
    let client = service.client();
    client.register("550-ada@example.com").await.is(202);
    client.register("eve@example.com").await.is(202);
    server.mails(1).await;

    let mail = dead(&service, "").await;
    assert_eq!(mail["kind"], "verify_email");
    assert_eq!(mail["to"], "550-ada@example.com");
    assert_eq!(mail["attempts"], 1);
    let said = mail["lastError"].as_str().unwrap();
    assert!(said.contains("550") && !said.contains("ada@"), "{said}");
    let sent = listed(&service, "sent");
    assert_eq!((sent.len(), &sent[0]["to"]), (1, &Value::from("eve@example.com")));

    let id = mail["id"].as_str().unwrap();
    let said = service.command(&["mail", "retry", id]);
    assert_eq!(said.trim(), format!("{id} will be tried again"));
    // The server refuses it again: that it was asked shows in the later end.
    let again = dead(&service, mail["endedAt"].as_str().unwrap()).await;
    assert_eq!((&again["id"], &again["attempts"]), (&mail["id"], &Value::from(1)));
    let line = service.command(&["mail", "list"]);
    assert!(line.lines().any(|line| line.starts_with(id) && line.contains(" dead ")), "{line}");
}
