use serde_json::json;

use crate::accounts::{addresses, create, listed, operator, write};

#[test]
fn accounts_are_listed_the_newest_first_and_filtered() {
    let operator = operator();
    let ada = create(&operator, "ada@example.com", "admin");
    create(&operator, "bea@example.com", "moderator");
    create(&operator, "cem@example.com", "user");
    operator.run(&["users", "suspend", "cem@example.com", "--reason", "spam"]).succeeded();
    let file = write(&operator, "in.jsonl", r#"{"email":"dan@example.org","name":"Dan Ng"}"#);
    operator.run(&["users", "import", file.to_str().unwrap()]).succeeded();

    let found = |arguments: &[&str]| addresses(&operator, arguments);
    let all = ["dan@example.org", "cem@example.com", "bea@example.com", "ada@example.com"];
    assert_eq!(found(&[]), all);
    assert_eq!(found(&["--limit", "2"]), all[..2]);
    assert_eq!(found(&["--role", "moderator"]), ["bea@example.com"]);
    assert_eq!(found(&["--status", "suspended"]), ["cem@example.com"]);
    assert_eq!(found(&["--verified"]), all[1..]);
    assert_eq!(found(&["--verified=false"]), all[..1]);
    assert_eq!(found(&["--query", "NG"]), ["dan@example.org"]);
    assert_eq!(found(&["--query", "ada", "--role", "admin"]), ["ada@example.com"]);
    assert!(found(&["--query", "nobody"]).is_empty());

    let user = listed(&operator, &["--role=admin"]).remove(0);
    assert_eq!(user["id"], json!(ada));
    assert_eq!(user["status"], json!("active"));
    assert_eq!(user["emailVerified"], json!(true));
    assert_eq!(user["hasPassword"], json!(true));
    assert_eq!(user["suspension"], json!(null));
    assert_eq!((&user["version"], &user["bio"]), (&json!(1), &json!(null)));
    assert!(!user.to_string().contains("$2"), "{user}");
}

#[test]
fn a_person_sees_a_line_for_each_and_whether_there_are_more() {
    let operator = operator();
    assert_eq!(operator.run(&["users", "list"]).succeeded(), "");
    let ada = create(&operator, "ada@example.com", "user");
    create(&operator, "bea@example.com", "user");
    let ran = operator.run(&["users", "list", "--limit", "1"]);
    let mut lines = ran.succeeded().lines();
    let line = lines.next().unwrap();
    assert!(line.contains("bea@example.com") && line.contains("verified"), "{line}");
    assert_eq!(lines.next(), Some("there are more than 1: say a larger --limit"));
    let ran = operator.run(&["users", "list", "--limit", "2"]);
    assert_eq!(ran.succeeded().lines().count(), 2);
    assert!(ran.stdout().lines().last().unwrap().starts_with(&ada), "{ran:?}");
}

#[test]
fn more_than_a_page_is_listed() {
    let operator = operator();
    let line = |n| format!("{{\"email\":\"u{n}@example.com\"}}\n");
    let file = write(&operator, "in.jsonl", (0..205).map(line).collect::<String>());
    operator.run(&["users", "import", file.to_str().unwrap()]).succeeded();
    assert_eq!(addresses(&operator, &[]).len(), 100);
    assert_eq!(addresses(&operator, &["--limit", "201"]).len(), 201);
    let mut all = addresses(&operator, &["--limit", "1000"]);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 205);
}

#[test]
fn a_filter_that_is_wrong_is_refused() {
    let operator = operator();
    for arguments in [["--query", " "], ["--role", "root"], ["--status", "dead"], ["--limit", "0"]]
    {
        let ran = operator.run(&[&["users", "list"], &arguments[..]].concat());
        assert_eq!(ran.code(), 2, "{ran:?}");
        assert_eq!(ran.stdout(), "");
        assert!(ran.stderr().contains(arguments[0]), "{ran:?}");
    }
    assert!(!operator.folder().join("data").exists());
}
