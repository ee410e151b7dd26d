use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::process::{GOOD_SECRET, Operator, Ran, Service};

pub fn operator() -> Operator {
    Operator::new().with("server.bind", "127.0.0.1:0").with("server.metrics_bind", "127.0.0.1:0")
}

/// The same operator, who now knows that a service is where it is.
pub fn at(operator: Operator, service: &Service) -> Operator {
    operator.with("server.public_url", &format!("http://{}", service.address()))
}

/// What the doctor printed as JSON.
pub fn findings(ran: &Ran) -> Vec<(String, String, String)> {
    let findings: Vec<Value> = serde_json::from_str(ran.stdout()).unwrap();
    let member = |finding: &Value, name: &str| finding[name].as_str().unwrap().to_owned();
    findings
        .iter()
        .map(|finding| {
            (member(finding, "check"), member(finding, "status"), member(finding, "detail"))
        })
        .collect()
}

/// The status and the details of one check, of which the first is the worst that it found.
pub fn found(ran: &Ran, check: &str) -> (String, String) {
    let of_check = findings(ran).into_iter().filter(|(name, ..)| name == check);
    let (mut statuses, mut details) = (Vec::new(), Vec::new());
    for (_, status, detail) in of_check {
        statuses.push(status);
        details.push(detail);
    }
    let worst = ["error", "warning", "ok"].into_iter().find(|s| statuses.iter().any(|t| t == s));
    (worst.unwrap_or("nothing").to_owned(), details.join("\n"))
}

/// Runs the doctor and insists on what one check says.
pub fn insist(operator: &Operator, check: &str, status: &str, says: &str) {
    insist_on(&operator.run(&["doctor", "--json"]), check, status, says);
}

/// Insists on what one check has said.
pub fn insist_on(ran: &Ran, check: &str, status: &str, says: &str) {
    let (is, detail) = found(ran, check);
    assert!(is == status && detail.contains(says), "{check}: {is} {detail}\n{ran:?}");
    assert_eq!(ran.code() == 1, findings(ran).iter().any(|(_, status, _)| status == "error"));
}

#[test]
fn before_the_first_start_it_says_so_and_makes_nothing() {
    let operator = operator();
    let ran = operator.run(&["doctor", "--json"]);
    assert_eq!(ran.code(), 0, "{ran:?}");
    for check in ["database", "migrations", "keys"] {
        let (status, detail) = found(&ran, check);
        assert_eq!(status, "warning", "{check}");
        assert!(detail.contains("the first start makes it"), "{check}: {detail}");
    }
    assert_eq!(fs::read_dir(operator.folder()).unwrap().count(), 0);
}

#[test]
fn a_service_that_is_well_is_said_to_be_and_nothing_of_the_visit_stays() {
    let operator = operator().with("secret", GOOD_SECRET);
    let service = operator.serve();
    let operator = at(operator, &service);
    let ran = operator.run(&["doctor"]);
    let report = ran.succeeded();
    for line in report.lines() {
        // The mails of this one stay in memory, which is a warning.
        assert!(line.starts_with("ok ") || line.starts_with("warning  mail  "), "{report}");
    }
    for check in ["configuration", "database", "keys", "public_url", "jwks", "proxies", "clock"] {
        let named = |line: &str| line.split_whitespace().nth(1) == Some(check);
        assert!(report.lines().any(named), "{check}: {report}");
    }
    assert!(report.contains("the service saw 127.0.0.1, which is this machine"), "{report}");
    assert!(!report.contains(GOOD_SECRET), "{report}");

    let strict = operator.run(&["doctor", "--strict"]);
    assert_eq!(strict.code(), 1);
    assert_eq!(strict.stderr(), "doctor: 0 errors, 1 warnings\n");
    assert_eq!(operator.run(&["users", "list"]).succeeded(), "");
    let rows = tables(operator.folder());
    assert!(rows.contains("session_logout"), "{rows}");
    assert!(!rows.contains("127.0.0.1") && !rows.contains("192.0.2.66"), "{rows}");
}

/// The rows that a visit could leave.
fn tables(folder: &Path) -> String {
    let sql = "SELECT * FROM users; SELECT * FROM sessions; SELECT * FROM audit_events;";
    let file = folder.join("data/bookplate.db");
    let mut command = Command::new("sqlite3");
    let output = command.arg("-readonly").arg(file).arg(sql).output();
    let output = output.unwrap_or_else(|error| panic!("sqlite3, by tests/run: {error}"));
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn where_visitors_are_not_let_in_its_own_is_there_all_the_same() {
    let operator = operator().with("secret", GOOD_SECRET).with("anonymous.enabled", "false");
    let service = operator.serve();
    let answer = service.request("POST", "/api/v1/auth/anonymous", "{}");
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    insist(&at(operator, &service), "proxies", "ok", "which is this machine");
}

#[test]
fn a_configuration_that_cannot_be_read_is_no_finding() {
    let ran = operator().with("server.mode", "prod").run(&["doctor"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.refusal().starts_with("server.mode: "), "{ran:?}");
}

#[test]
fn a_file_with_a_secret_is_nobody_elses() {
    let operator = operator();
    fs::set_permissions(operator.folder(), fs::Permissions::from_mode(0o755)).unwrap();
    let file = operator.folder().join("secret");
    fs::write(&file, GOOD_SECRET).unwrap();
    let operator = operator.with("secret_file", file.to_str().unwrap());
    // In a container nobody else is there to read it.
    let alone = ["/.dockerenv", "/run/.containerenv"].iter().any(|file| Path::new(file).exists());
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let (status, says) =
        if alone { ("ok", "not weak") } else { ("warning", "may be read by every user") };
    insist(&operator, "secret", status, says);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    insist(&operator, "secret", "ok", "not weak");
}

#[test]
fn two_secrets_are_a_rotation() {
    let another: String = GOOD_SECRET.chars().rev().collect();
    let operator = operator().with("secret", &format!("{another},{GOOD_SECRET}"));
    insist(&operator, "secret", "ok", "rotating: 2 are configured");
}

#[test]
fn keys_of_another_secret_are_an_error() {
    let operator = operator().with("secret", GOOD_SECRET);
    operator.serve().terminate();
    let another: String = GOOD_SECRET.chars().rev().collect();
    let operator = operator.with("secret", &another);
    insist(&operator, "keys", "error", "is not the one of this database");
}

#[test]
fn a_step_that_waits_is_told_with_who_takes_it() {
    let operator = operator().with("secret", GOOD_SECRET);
    operator.run(&["migrate", "up"]).succeeded();
    insist(&operator, "migrations", "ok", "steps are applied");
    operator.run(&["migrate", "down", "1", "--yes"]).succeeded();
    insist(&operator, "migrations", "warning", "the next start applies them");
    let operator = operator.with("database.migrate", "false");
    insist(&operator, "migrations", "error", "bookplate migrate up");
}

#[test]
fn a_database_that_never_answers_holds_up_nobody_for_long() {
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://ada:hunter2@{}/bookplate", mute.local_addr().unwrap());
    let operator = operator().with("secret", GOOD_SECRET).with("database.url", &url);
    let begun = Instant::now();
    let ran = operator.run(&["doctor", "--json"]);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    for check in ["database", "migrations", "clock", "keys"] {
        assert_eq!(found(&ran, check).0, "error", "{ran:?}");
    }
    assert!(!ran.stdout().contains("hunter2"), "{ran:?}");
}

#[test]
fn settings_that_contradict_each_other_are_told() {
    let operator = operator()
        .with("server.public_url", "https://id.example.com")
        .with("cors.origins", "https://app.example.org")
        .with("cors.credentials", "true")
        .with("links.base", "https://www.example.com");
    let ran = operator.run(&["doctor", "--json"]);
    for says in [
        "cors.credentials cannot help https://app.example.org",
        "links.base leads to https://www.example.com, which is not among cors.origins",
        "server.trusted_proxies names none",
    ] {
        insist_on(&ran, "configuration", "warning", says);
    }
}

#[test]
fn doors_that_stand_open_are_told_in_production() {
    let open = [
        ("limits.enabled", "false", "limits.enabled is false"),
        ("registration.email_verification", "optional", "under anybody's"),
        ("passwords.min_score", "2", "passwords.min_score is below 3"),
        ("tokens.access", "2h", "tokens.access is more than 1h"),
    ];
    let with = |operator: Operator, (key, value, _): &(&str, &str, &str)| operator.with(key, value);
    let operator = open.iter().fold(operator().with("secret", GOOD_SECRET), with);
    insist(&operator, "access", "ok", "development");
    let operator = operator
        .with("server.mode", "production")
        .with("mail.transport", "smtp")
        .with("mail.from", "a@example.com")
        .with("mail.smtp.host", "127.0.0.1")
        .with("mail.smtp.port", "1")
        .with("mail.smtp.tls", "none");
    let ran = operator.run(&["doctor", "--json"]);
    for (.., says) in open {
        insist_on(&ran, "access", "warning", says);
    }
}
