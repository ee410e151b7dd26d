use std::{collections::BTreeSet, fs, os::unix::fs::PermissionsExt};

use serde_json::{Value, json};

use crate::{
    accounts::{PASSWORD, create, failure, json_lines, listed, log_in, operator, write},
    signed_in::create_account,
};

/// What an import of several kinds of accounts begins with.
const ACCOUNTS: &str = r#"{"email":"Bea@Example.com","name":"Bea \"B\", Ng","image":"https://example.com/b.png","bio":"Reads.\nWrites.","language":"de-AT","timezone":"Europe/Vienna"}
{"email":"cem@example.com","name":"Джем"}
"#;

#[test]
fn what_is_exported_can_be_imported_elsewhere() {
    let first = operator();
    create(&first, "ada@example.com", "admin");
    let file = write(&first, "accounts.jsonl", ACCOUNTS);
    first.run(&["users", "import", file.to_str().unwrap()]).succeeded();
    let exported = first.run(&["users", "export"]).succeeded().to_owned();
    assert_eq!(json_lines(&exported).len(), 3);
    for line in json_lines(ACCOUNTS) {
        assert!(json_lines(&exported).contains(&line), "{exported}");
    }

    let second = operator();
    let file = write(&second, "accounts.jsonl", &exported);
    let import = ["users", "import", "--verified", file.to_str().unwrap()];
    let said = second.run(&import).succeeded().to_owned();
    assert_eq!(said, "3 read, 3 imported, 0 already there, 0 refused\n");
    let again: BTreeSet<String> =
        second.run(&["users", "export"]).succeeded().lines().map(str::to_owned).collect();
    assert_eq!(again, exported.lines().map(str::to_owned).collect());
    // The hash went along, and the role did not.
    let (let_in, answer) = log_in(&second, "ada@example.com", PASSWORD);
    assert!(let_in && answer.contains(r#""role":"user""#), "{answer}");
    assert!(listed(&second, &["--verified=false"]).is_empty());
}

#[test]
fn a_file_is_its_owners_alone_and_never_written_over() {
    let operator = operator();
    create(&operator, "ada@example.com", "user");
    create(&operator, "bea@example.com", "moderator");
    let export = ["users", "export", "-o", "out.jsonl", "--role", "user"];
    assert_eq!(operator.run(&export).succeeded(), "");
    let path = operator.folder().join("out.jsonl");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let accounts = json_lines(&fs::read_to_string(&path).unwrap());
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0]["email"], json!("ada@example.com"));
    assert!(accounts[0]["hash"].as_str().unwrap().starts_with("$2"));

    let ran = operator.run(&export);
    assert_eq!(ran.code(), 2);
    assert_eq!(ran.refusal(), "out.jsonl: the file exists already");
    let ran = operator.run(&["users", "export", "-o", "nowhere/out.jsonl"]);
    assert!(ran.refusal().starts_with("nowhere/out.jsonl: "), "{ran:?}");
}

#[test]
fn everything_that_is_held_about_one_is_exported_without_the_hash() {
    let operator = operator();
    create_account(&operator);
    create(&operator, "bea@example.com", "user");
    assert!(log_in(&operator, "ada@example.com", PASSWORD).0);
    let ran = operator.run(&["users", "export", "ADA@example.com"]);
    let exported = json_lines(ran.succeeded());
    let kinds = |lines: &[Value]| -> BTreeSet<String> {
        lines.iter().map(|line| line["type"].as_str().unwrap().to_owned()).collect()
    };
    let expected = ["account", "preferences", "session", "event"].map(str::to_owned);
    assert!(kinds(&exported).is_superset(&expected.into()), "{exported:?}");
    let account = exported.iter().find(|line| line["type"] == "account").unwrap();
    assert_eq!(account["email"], json!("ada@example.com"));
    assert!(!ran.stdout().contains("$2") && !ran.stdout().contains("bea@"), "{ran:?}");

    let id = account["id"].as_str().unwrap();
    let file = ["users", "export", id, "--output", "ada.ndjson"];
    operator.run(&file).succeeded();
    let text = fs::read_to_string(operator.folder().join("ada.ndjson")).unwrap();
    let events = json_lines(&text).into_iter().map(|line| line["kind"].clone());
    assert_eq!(events.filter(|kind| kind == "user_exported").count(), 2, "{text}");
}

#[test]
fn an_account_that_is_not_there_leaves_no_file() {
    let operator = operator();
    create(&operator, "ada@example.com", "user");
    let ran = operator.run(&["users", "export", "eve@example.com", "-o", "eve.ndjson"]);
    assert_eq!(failure(&ran), "cannot export: there is no such account");
    assert!(!operator.folder().join("eve.ndjson").exists());
    let ran = operator.run(&["users", "export", "ada@example.com", "--role", "user"]);
    assert_eq!(ran.refusal(), "users export: name an account or a filter, and not both");
}
