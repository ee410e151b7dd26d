//! Accounts that were kept elsewhere come along, beside a service that runs, and their owners log
//! in as they always did.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufWriter, Write},
    process::{Command, Output},
    time::{Duration, Instant},
};

use journeys::{Client, Database, Options, PASSWORD, Service, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    the_owners_of_imported_accounts_log_in_with_the_passwords_they_have,
    an_account_without_a_proof_or_a_password_gets_them_by_mail,
);

/// The usual password in the forms of other software.
fn hashes() -> BTreeMap<String, String> {
    let python = std::env::var("BOOKPLATE_TEST_PYTHON").expect(
        "BOOKPLATE_TEST_PYTHON names a Python with cryptography; run the tests by tests/run",
    );
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/imported_hashes.py");
    let output = Command::new(python).args([script, PASSWORD]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn import(service: &Service, name: &str, text: &str, options: &[&str]) -> Output {
    let file = service.folder().join(name);
    fs::write(&file, text).unwrap();
    let arguments = ["users", "import", file.to_str().unwrap(), "--json"];
    service.run(&[&arguments, options].concat(), "")
}

fn summary(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn counts(read: u64, imported: u64, there: u64, refused: u64) -> Value {
    json!({
        "dryRun": false, "read": read, "good": read - refused, "imported": imported,
        "alreadyThere": there, "refused": refused,
    })
}

fn stored_hash(database: &Database, email: &str) -> String {
    let sql = format!("SELECT password_hash FROM users WHERE email_canonical = '{email}'");
    database.query(&sql).trim().to_owned()
}

async fn the_owners_of_imported_accounts_log_in_with_the_passwords_they_have(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    client.sign_up("grace@example.com").await;
    let kept = stored_hash(&database, "grace@example.com");

    let hashes = hashes();
    assert_eq!(hashes.len(), 7);
    let email = |form: &str, kind: &str| format!("{form}@{kind}.example");
    let mut jsonl = String::new();
    let mut csv = String::from("\u{feff}email,name,hash\r\n");
    for (form, hash) in &hashes {
        let account = json!({ "email": email(form, "jsonl"), "name": "Ada", "hash": hash });
        jsonl += &format!("{account}\n");
        csv += &format!("{},\"Lovelace, Ada\",\"{hash}\"\r\n", email(form, "csv"));
    }
    // She has an account already: with the password that she chose here.
    jsonl += &json!({ "email": "GRACE@example.com", "hash": hashes["argon2id"] }).to_string();
    let bad = [
        r#"{"email":"no address"}"#,
        r#"{"email":"a@bad.example","hash":"$2x$04$abcdefghijklmnopqrstuu"}"#,
        r#"{"email":"b@bad.example","role":"admin"}"#,
        r#"{"email":"c@bad.example""#,
        r#"{"name":"Nobody"}"#,
        r#"{"email":"Django@jsonl.example"}"#,
    ];
    jsonl += &format!("\n{}\n", bad.join("\n"));
    csv += &format!("x@bad.example,,md5$x${}\r\n", "0".repeat(32));

    let first = import(&service, "accounts.jsonl", &jsonl, &["--verified"]);
    assert_eq!(first.status.code(), Some(1), "some were refused");
    assert_eq!(summary(&first), counts(14, 7, 1, 6));
    let said = String::from_utf8_lossy(&first.stderr);
    for (number, what) in
        [(9, "email"), (10, "hash"), (11, "role"), (12, "JSON"), (13, "email"), (14, "email")]
    {
        let line = said.lines().find(|line| line.contains(&format!("line {number}: ")));
        assert!(line.is_some_and(|line| line.contains(what)), "line {number}: {said}");
    }
    for hash in hashes.values().map(String::as_str).chain(["$2x$"]) {
        assert!(!said.contains(hash), "{said}");
    }
    let second = import(&service, "accounts.csv", &csv, &["--verified"]);
    assert_eq!(summary(&second), counts(8, 7, 0, 1));

    for form in hashes.keys() {
        for kind in ["jsonl", "csv"] {
            let email = email(form, kind);
            fails(&client, &email, "correct horse battery staple ").await;
            let before = stored_hash(&database, &email);
            assert_eq!(before, hashes[form]);
            let session = client.log_in(&email).await.is(200);
            assert_eq!(session.body["user"]["role"], "user");
            let after = stored_hash(&database, &email);
            assert!(after.starts_with("$2b$10$") && after != before, "{form}: {after}");
            client.log_in(&email).await.is(200);
            assert_eq!(stored_hash(&database, &email), after, "{form}: hashed anew once");
            fails(&client, &email, "correct horse battery stapl").await;
        }
    }
    assert_eq!(stored_hash(&database, "grace@example.com"), kept);

    let again = import(&service, "accounts.jsonl", &jsonl, &["--verified"]);
    assert_eq!(summary(&again), counts(14, 0, 8, 6));
    let again = import(&service, "accounts.csv", &csv, &["--verified"]);
    assert_eq!(summary(&again), counts(8, 0, 7, 1));
    assert_eq!(database.count("users"), 15);
    client.log_in(&email("django", "csv")).await.is(200);
}

async fn fails(client: &Client, email: &str, password: &str) {
    let body = json!({ "email": email, "password": password });
    client.post("/api/v1/auth/login", &body).await.problem(401, "INVALID_CREDENTIALS");
}

async fn an_account_without_a_proof_or_a_password_gets_them_by_mail(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let hash = &hashes()["bcrypt-2b"];
    let unproven = json!({ "email": "ada@example.com", "hash": hash }).to_string();
    let output = import(&service, "unproven.jsonl", &unproven, &[]);
    assert_eq!(summary(&output), counts(1, 1, 0, 0));
    assert!(output.status.success());
    let output = import(&service, "bare.csv", "email\neve@example.com\n", &["--verified"]);
    assert_eq!(summary(&output), counts(1, 1, 0, 0));
    assert_eq!(database.count("outbox"), 0, "nobody is bothered by an import");

    client.log_in("ada@example.com").await.problem(403, "EMAIL_NOT_VERIFIED");
    let resend = json!({ "email": "ada@example.com" });
    client.post("/api/v1/auth/verify-email/resend", &resend).await.is(202);
    let token = client.mailed_tokens("ada@example.com", 1).await.remove(0);
    client.verify(&token).await.is(200);
    client.log_in("ada@example.com").await.is(200);

    client.log_in("eve@example.com").await.problem(401, "INVALID_CREDENTIALS");
    let reset = json!({ "email": "eve@example.com" });
    client.post("/api/v1/auth/password-reset", &reset).await.is(202);
    let token = client.mailed_tokens("eve@example.com", 1).await.remove(0);
    let body = json!({ "token": token, "password": PASSWORD });
    client.post("/api/v1/auth/password-reset/confirm", &body).await.is(204);
    assert_eq!(client.log_in("eve@example.com").await.is(200).body["user"]["name"], "eve");
}

mod large {
    use super::*;

    const ACCOUNTS: usize = 100_000;
    const AT_MOST: Duration = Duration::from_secs(60);

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "for the release build, on a machine that does nothing else"]
    async fn a_hundred_thousand_on_sqlite() {
        a_hundred_thousand(Database::sqlite()).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "for the release build, on a machine that does nothing else"]
    async fn a_hundred_thousand_on_postgres() {
        a_hundred_thousand(Database::postgres()).await;
    }

    /// A file of so many accounts, whose hashes take turns.
    fn generate(file: &std::path::Path, hashes: &BTreeMap<String, String>) {
        let forms: Vec<(&String, &String)> = hashes.iter().collect();
        let mut lines = BufWriter::new(File::create(file).unwrap());
        for n in 0..ACCOUNTS {
            let (form, hash) = forms[n % forms.len()];
            let email = format!("{form}.{n}@import.example");
            let account = json!({
                "email": email, "name": format!("Ada Lovelace the {n}th"), "hash": hash,
                "language": "en-GB", "timezone": "Europe/London",
            });
            writeln!(lines, "{account}").unwrap();
        }
        lines.flush().unwrap();
    }

    async fn a_hundred_thousand(database: Database) {
        let service = Service::start(&database, Options::unlimited());
        let client = service.client();
        let hashes = hashes();
        let file = service.folder().join("accounts.jsonl");
        generate(&file, &hashes);

        let begun = Instant::now();
        let arguments = ["users", "import", file.to_str().unwrap(), "--json", "--verified"];
        let output = service.run(&arguments, "");
        let took = begun.elapsed();
        println!("{ACCOUNTS} accounts in {took:?}");
        assert_eq!(summary(&output), counts(ACCOUNTS as u64, ACCOUNTS as u64, 0, 0));
        for (n, form) in hashes.keys().enumerate() {
            client.log_in(&format!("{form}.{n}@import.example")).await.is(200);
        }
        assert!(took < AT_MOST, "{took:?}");

        let begun = Instant::now();
        let output = service.run(&arguments, "");
        println!("once more, when all are there, in {:?}", begun.elapsed());
        assert_eq!(summary(&output), counts(ACCOUNTS as u64, 0, ACCOUNTS as u64, 0));
    }
}
