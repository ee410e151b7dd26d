use std::fs;

use crate::process::{GOOD_SECRET, Operator};

#[test]
fn show_prints_what_comes_of_all_layers_without_secrets() {
    let operator = Operator::new()
        .with("secret", GOOD_SECRET)
        .with("database.url", "postgres://ada:hunter2@db/bookplate")
        .with("limits.log_in.burst", "7");
    let file = operator.folder().join("mine.toml");
    fs::write(&file, "[sessions]\nidle = '2days'\n").unwrap();

    let ran = operator.run(&["config", "show", "--config", "mine.toml"]);
    let shown = ran.succeeded();
    assert!(!shown.contains(GOOD_SECRET) && !shown.contains("hunter2"), "{shown}");
    let table: toml::Table = shown.parse().unwrap();
    assert_eq!(table["secret"].as_str(), Some("[redacted]"));
    let url = "postgres://ada:redacted@db/bookplate";
    assert_eq!(table["database"]["url"].as_str(), Some(url));
    assert_eq!(table["limits"]["log_in"]["burst"].as_integer(), Some(7));
    assert_eq!(table["limits"]["log_in"]["per"].as_str(), Some("15m"));
    assert_eq!(table["sessions"]["idle"].as_str(), Some("2days"));
}

#[test]
fn check_judges_and_leaves_no_trace() {
    let operator = Operator::new();
    assert_eq!(operator.run(&["config", "check"]).succeeded(), "the configuration is valid\n");
    let operator = operator.with("passwords.min_length", "6");
    let ran = operator.run(&["config", "check"]);
    assert_eq!(ran.code(), 2);
    assert_eq!(
        ran.refusal(),
        "passwords.min_length: must be from 8 to 71 (from BOOKPLATE__PASSWORDS__MIN_LENGTH)"
    );
    assert_eq!(fs::read_dir(operator.folder()).unwrap().count(), 0);
}

#[test]
fn a_secret_may_come_from_a_file() {
    let operator = Operator::new();
    let file = operator.folder().join("secret.txt");
    fs::write(&file, "too short\n").unwrap();
    let operator = operator.with("secret_file", "secret.txt");
    let ran = operator.run(&["config", "check"]);
    assert!(ran.refusal().starts_with("secret: the secret is too short"), "{ran:?}");
    fs::write(&file, format!("{GOOD_SECRET}\n")).unwrap();
    operator.run(&["config", "check"]).succeeded();
}

#[test]
fn the_openapi_document_needs_no_configuration() {
    let operator = Operator::new().with("nonsense", "x");
    let ran = operator.run(&["openapi"]);
    let document: serde_json::Value = serde_json::from_str(ran.succeeded()).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(document["paths"]["/api/v1/auth/login"]["post"].is_object());
}

#[test]
fn check_reads_the_templates_too() {
    let operator = Operator::new().with("mail.templates", "nowhere");
    let ran = operator.run(&["config", "check"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.refusal().starts_with("mail.templates: "), "{ran:?}");
}
