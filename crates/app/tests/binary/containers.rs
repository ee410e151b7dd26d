use std::{fs, net::TcpListener};

use crate::process::{GOOD_SECRET, Operator};

const COMPOSE: &str = include_str!("../../../../docker-compose.yml");
const IMAGE: &str = include_str!("../../../../Dockerfile");

/// The variables that a file sets, as `BOOKPLATE__KEY: value` or `BOOKPLATE__KEY=value`.
fn variables(file: &str) -> Vec<(String, String)> {
    let assigned = |line: &str| {
        let rest = line.split_once("BOOKPLATE__")?.1;
        let (name, value) = rest.split_once([':', '='])?;
        Some((name.to_owned(), value.trim().trim_matches('"').to_owned()))
    };
    file.lines().filter_map(assigned).collect()
}

#[test]
fn what_the_compose_file_and_the_image_configure_is_accepted() {
    let mut operator = Operator::new();
    let site = operator.folder().join("demo");
    fs::create_dir(&site).unwrap();
    fs::write(site.join("index.html"), "<p>").unwrap();
    let written = [variables(COMPOSE), variables(IMAGE)].concat();
    assert!(written.len() > 10, "{written:?}");
    for (name, value) in written {
        // Files of the containers are elsewhere here.
        let value = match name.as_str() {
            "SECRET_FILE" => private(&operator, "secret", GOOD_SECRET),
            "DATABASE__URL_FILE" => private(&operator, "url", "postgres://a:b@database/bookplate"),
            "SERVER__STATIC_DIR" => site.to_str().unwrap().to_owned(),
            _ => value,
        };
        operator = operator.with(&name, &value);
    }
    operator.run(&["config", "check"]).succeeded();
}

fn private(operator: &Operator, name: &str, text: &str) -> String {
    let file = operator.folder().join(name);
    fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_container_asks_the_service_how_it_is() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let operator = Operator::new().with("server.bind", &format!("0.0.0.0:{port}"));
    // The mailbox is for this machine only.
    let operator = [
        ("mail.transport", "smtp"),
        ("mail.from", "accounts@example.com"),
        ("mail.smtp.host", "localhost"),
        ("mail.smtp.tls", "none"),
    ]
    .into_iter()
    .fold(operator, |operator, (key, value)| operator.with(key, value));
    let ran = operator.run(&["health"]);
    assert_eq!(ran.code(), 1);
    assert!(ran.refusal().starts_with("the service does not answer: "), "{ran:?}");

    let service = operator.serve();
    let ran = operator.run(&["health"]);
    assert_eq!(ran.code(), 0, "{ran:?}");
    let database = operator.folder().join("data/bookplate.db");
    let sqlite = std::process::Command::new("sqlite3")
        .arg(database)
        .arg("DELETE FROM seaql_migrations WHERE version = (SELECT max(version) FROM seaql_migrations)")
        .status()
        .unwrap();
    assert!(sqlite.success());
    // What was seen is shared with whoever asks within half a second.
    std::thread::sleep(std::time::Duration::from_millis(700));
    let ran = operator.run(&["health"]);
    assert_eq!(ran.code(), 1);
    assert!(ran.refusal().contains("migrations"), "{ran:?}");
    assert!(service.terminate().0.success());
}
