use std::{fs, net::TcpListener};

use crate::process::{GOOD_SECRET, Operator};

/// A port that is taken: a service that came as far as listening would complain of it.
struct TakenPort(TcpListener);

impl TakenPort {
    fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    fn operator(&self) -> Operator {
        Operator::new().with("server.bind", &self.0.local_addr().unwrap().to_string())
    }
}

fn production(port: &TakenPort) -> Operator {
    port.operator().with("server.mode", "production")
}

/// The service said one line that begins so, before it touched the disk or the port.
fn refuses(operator: &Operator, arguments: &[&str], line: &str) {
    let ran = operator.run(arguments);
    assert_eq!(ran.code(), 2, "{ran:?}");
    assert!(ran.refusal().starts_with(line), "{ran:?}");
    let left: Vec<_> = fs::read_dir(operator.folder()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_missing_secret_in_production_stops_the_start() {
    let operator = production(&TakenPort::new());
    refuses(&operator, &[], "secret: is required in production mode");
}

#[test]
fn a_weak_or_well_known_secret_stops_the_start() {
    let port = TakenPort::new();
    let well_known = "change-me-change-me-change-me-change-me";
    for weak in ["hunter2", &"a".repeat(64), well_known] {
        let operator = production(&port).with("secret", weak);
        refuses(&operator, &["serve"], "secret: the secret is ");
        assert!(!operator.run(&[]).refusal().contains(weak));
    }
}

#[test]
fn an_unknown_key_stops_the_start() {
    let operator = TakenPort::new().operator().with("server.bnid", "x");
    refuses(&operator, &[], "server.bnid: unknown key; ");
    assert!(operator.run(&[]).refusal().ends_with("(from BOOKPLATE__SERVER__BNID)"));
}

#[test]
fn a_bad_url_stops_the_start() {
    let port = TakenPort::new();
    for (key, value) in [
        ("database.url", "mysql://ada:hunter2@db/bookplate"),
        ("server.public_url", "accounts.example.com"),
        ("links.base", "//example.com"),
    ] {
        let operator = port.operator().with(key, value);
        refuses(&operator, &[], &format!("{key}: must be "));
        assert!(!operator.run(&[]).refusal().contains("hunter2"));
    }
    let operator = production(&port)
        .with("secret", GOOD_SECRET)
        .with("server.public_url", "http://accounts.example.com");
    refuses(&operator, &[], "server.public_url: must begin with https://");
}

#[test]
fn what_does_not_make_sense_stops_the_start_by_key() {
    let port = TakenPort::new();
    for (key, value, message) in [
        ("sessions.max_per_user", "0", "must be from 1 to 1000"),
        ("sessions.check_cache", "1m", "must be at most 5s"),
        ("keys.rotate_after", "1h", "must be at least 1d"),
        ("cors.origins", "*", "must be a list of exact origins"),
        ("cors.origins", "https://app.example.com/", "must be a list of exact origins"),
        ("cors.credentials", "true", "has no use without cors.origins"),
        ("revocations.key", "hunter2", "must be at least 32 characters"),
    ] {
        let operator = port.operator().with(key, value);
        refuses(&operator, &[], &format!("{key}: {message}"));
        assert!(!operator.run(&[]).refusal().contains("hunter2"));
    }
    let operator = production(&port)
        .with("secret", GOOD_SECRET)
        .with("server.public_url", "https://accounts.example.com")
        .with("cors.origins", "http://app.example.com");
    refuses(&operator, &[], "cors.origins: must begin with https:// in production mode");
}

#[test]
fn the_development_mailbox_stops_the_start_in_production() {
    let operator = production(&TakenPort::new()).with("secret", GOOD_SECRET);
    refuses(&operator, &[], "mail.transport: mailbox keeps mails in memory");
}

#[test]
fn a_transport_that_cannot_work_stops_the_start() {
    let smtp = TakenPort::new()
        .operator()
        .with("mail.transport", "smtp")
        .with("mail.from", "Inkwell <accounts@example.com>");
    refuses(&smtp, &[], "mail.smtp.host: is required by ");
    let smtp = smtp.with("mail.smtp.host", "smtp.example.com");
    let missing = smtp.with("mail.smtp.ca_file", "ca.pem");
    refuses(&missing, &[], "mail.smtp.ca_file: cannot read ca.pem: ");
    let empty = missing.with("mail.smtp.ca_file", "/dev/null");
    let line = "mail.smtp.ca_file: it holds no certificate in PEM";
    refuses(&empty, &[], line);
}

#[test]
fn a_file_that_is_not_there_stops_the_start() {
    let operator = TakenPort::new().operator();
    refuses(&operator, &["--config", "nowhere.toml"], "--config: nowhere.toml: ");
}

#[test]
fn a_port_that_is_taken_stops_the_start() {
    let port = TakenPort::new();
    let ran = port.operator().with("log.level", "off").run(&["serve"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.refusal().starts_with("server.bind: "), "{ran:?}");
}

#[test]
fn a_schema_that_waits_stops_the_start_where_the_service_may_not_migrate() {
    let operator = TakenPort::new().operator().with("database.migrate", "false");
    let ran = operator.run(&["serve"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.refusal().starts_with("database.migrate: is false and "), "{ran:?}");
}

#[test]
fn another_secret_than_the_databases_stops_the_start() {
    let operator = Operator::new().with("server.bind", "127.0.0.1:0");
    operator.serve().terminate();
    let operator = operator.with("secret", GOOD_SECRET);
    let ran = operator.run(&["serve"]);
    assert_eq!(ran.code(), 2);
    let line = "secret: is not the one of this database: ";
    assert!(ran.refusal().starts_with(line), "{ran:?}");
}

#[test]
fn a_database_that_cannot_be_reached_ends_a_command_with_one_line() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let operator = TakenPort::new()
        .operator()
        .with("database.url", &format!("postgres://ada:hunter2@{nobody}/bookplate"))
        .with("database.acquire_timeout", "200ms");
    let ran = operator.run(&["users", "list"]);
    assert_eq!(ran.code(), 1);
    assert!(ran.refusal().starts_with("cannot open the database: "), "{ran:?}");
    assert!(!ran.refusal().contains("hunter2"));
}

#[test]
fn a_taken_port_for_what_is_measured_stops_the_start() {
    let port = TakenPort::new();
    let taken = port.0.local_addr().unwrap().to_string();
    let operator = Operator::new().with("server.bind", "127.0.0.1:0");
    let ran = operator.with("server.metrics_bind", &taken).run(&[]);
    assert_eq!(ran.code(), 2, "{ran:?}");
    assert!(ran.refusal().starts_with("server.metrics_bind: "), "{ran:?}");
}

#[test]
fn nothing_is_measured_where_nobody_may_ask() {
    let operator = Operator::new().with("server.bind", "127.0.0.1:0");
    let service = operator.with("server.metrics_bind", "none").serve();
    let answer = service.request("GET", "/livez", "");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let (status, said) = service.terminate();
    assert!(status.success(), "{status}");
    assert!(!said.contains("/metrics"), "{said}");
}

#[test]
fn a_collector_is_named_by_its_url() {
    let operator = TakenPort::new().operator().with("telemetry.otlp_endpoint", "collector:4318");
    refuses(&operator, &[], "telemetry.otlp_endpoint: must be empty, or an absolute http");
}
