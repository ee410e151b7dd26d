use serde_json::{Value, json};

use crate::{
    accounts::{PASSWORD, addresses, create, json_lines, listed, operator, write},
    process::Operator,
};

/// [`PASSWORD`] in each form but bcrypt, as Python hashes it.
const HASHES: [&str; 4] = [
    "$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$aq42HBL+IPAitHspChw/8mx5JRX2jFDkTmlsBskwH/0",
    "$fbscrypt$v=1,n=4,r=2,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$z3hSLdWQs6wSWep9Ar/bdw99R6QMSRgk0VFDC/ZGv3UrIe9r8ABJC1Eth3jpii5OsSBB8RGjNhaZyfZFIh5YLg==",
    "pbkdf2_sha256$1000$djangosalt1234$iBuvlcN61fDtZ41P9XqY/FUr3U099KGnnSx9RV1x1tk=",
    "5f2b7c9d0e1a4b6c8d9e0f1a2b3c4d5e:ef56834d0539289330915662c17b9401a0f0b2ad0f986a8104cc154a35a6261d2ed34f2cd520d928f044c63fcbfaf3473c303490dc996301a2c711a1b7056865",
];

/// Imports a file of this name, and answers what was said of it.
fn import(operator: &Operator, name: &str, text: impl AsRef<[u8]>, more: &[&str]) -> String {
    write(operator, name, text);
    operator.run(&[&["users", "import", name], more].concat()).succeeded().to_owned()
}

#[test]
fn an_owner_logs_in_with_the_password_that_was_hashed_elsewhere() {
    let operator = operator().with("limits.enabled", "false");
    let line = |(index, hash): (usize, &&str)| {
        json!({ "email": format!("u{index}@example.com"), "hash": hash }).to_string() + "\n"
    };
    let lines: String = HASHES.iter().enumerate().map(line).collect();
    let said = import(&operator, "in.jsonl", lines, &["--verified"]);
    assert_eq!(said, "4 read, 4 imported, 0 already there, 0 refused\n");

    let service = operator.serve();
    let log_in = |email: &str, password: &str| {
        let body = json!({ "email": email, "password": password }).to_string();
        service.request("POST", "/api/v1/auth/login", &body).starts_with("HTTP/1.1 200 ")
    };
    for index in 0..HASHES.len() {
        let email = format!("u{index}@example.com");
        assert!(!log_in(&email, "another horse battery staple"), "{email}");
        // The second time it is a hash of our own.
        assert!(log_in(&email, PASSWORD) && log_in(&email, PASSWORD), "{email}");
    }
    service.terminate();
    let exported = operator.run(&["users", "export"]).succeeded().to_owned();
    for account in json_lines(&exported) {
        assert!(account["hash"].as_str().unwrap().starts_with("$2b$10$"), "{account}");
    }
}

/// What both files below say.
fn expected() -> Vec<Value> {
    vec![
        json!({ "email": "Ada@Example.com", "name": "Ada, \"Countess\"", "hash": HASHES[2],
            "image": "https://example.com/a.png", "bio": "Reads.\nWrites.", "language": "de-AT",
            "timezone": "Europe/Vienna" }),
        json!({ "email": "bea.ng@example.com", "name": "bea.ng" }),
        json!({ "email": "cem@example.com", "name": "Джем" }),
    ]
}

fn exported(operator: &Operator) -> Vec<Value> {
    let mut lines = json_lines(operator.run(&["users", "export"]).succeeded());
    lines.sort_by_key(|line| line["email"].as_str().unwrap().to_lowercase());
    lines
}

#[test]
fn json_lines_are_imported_whatever_marks_and_ends_them() {
    let operator = operator();
    let text = [
        &format!("\u{feff}{}", expected()[0]),
        "",
        r#"{"email":" bea.ng@example.com ","name":null,"hash":null,"image":"","bio":""}"#,
        r#"  {"name":"Джем","email":"cem@example.com"}"#,
    ]
    .join("\r\n");
    let said = import(&operator, "in.ndjson", text, &[]);
    assert_eq!(said, "3 read, 3 imported, 0 already there, 0 refused\n");
    assert_eq!(exported(&operator), expected());
    let user = listed(&operator, &["--query", "bea"]).remove(0);
    assert_eq!(user["emailVerified"], json!(false));
    assert_eq!((&user["role"], &user["status"]), (&json!("user"), &json!("active")));
    assert_eq!(user["hasPassword"], json!(false));
}

#[test]
fn rows_are_imported_whatever_marks_and_ends_them() {
    let operator = operator();
    let text = [
        "\u{feff}name,email,hash,image,bio,language,timezone",
        &format!(
            "\"Ada, \"\"Countess\"\"\",Ada@Example.com,{},https://example.com/a.png,\"Reads.",
            HASHES[2]
        ),
        "Writes.\",de-AT,Europe/Vienna",
        "",
        ",bea.ng@example.com,,,,,",
        "Джем,cem@example.com,,,,,\"\"",
    ]
    .join("\r\n");
    let said = import(&operator, "in.CSV", &text, &[]);
    assert_eq!(said, "3 read, 3 imported, 0 already there, 0 refused\n");
    assert_eq!(exported(&operator), expected());
    // The same, by another name.
    let said = import(&operator, "accounts.txt", &text, &["--format", "csv"]);
    assert_eq!(said, "3 read, 0 imported, 3 already there, 0 refused\n");
}

#[test]
fn what_is_there_already_is_left_as_it_is() {
    let operator = operator();
    create(&operator, "ada@example.com", "admin");
    let text = "email,name\nADA@example.com,Eve\nbea@example.com,Bea\n";
    let said = import(&operator, "in.csv", text, &["--json"]);
    let summary: Value = serde_json::from_str(&said).unwrap();
    let expected = json!({
        "dryRun": false, "read": 2, "good": 2, "imported": 1, "alreadyThere": 1, "refused": 0
    });
    assert_eq!(summary, expected);
    let said = import(&operator, "in.csv", text, &["--verified"]);
    assert_eq!(said, "2 read, 0 imported, 2 already there, 0 refused\n");
    let users = listed(&operator, &[]);
    assert_eq!(users.len(), 2);
    assert_eq!(users[0]["emailVerified"], json!(false));
    assert_eq!((&users[1]["name"], &users[1]["role"]), (&json!("Ada"), &json!("admin")));
}

#[test]
fn a_dry_run_judges_and_imports_nothing() {
    let operator = operator();
    let said = import(&operator, "in.csv", "email\nada@example.com\n", &["--dry-run"]);
    assert_eq!(said, "1 read, 1 good, 0 refused; nothing was imported\n");
    assert!(addresses(&operator, &[]).is_empty());

    write(&operator, "bad.csv", "email\nada@example.com\nada\n");
    let ran = operator.run(&["users", "import", "bad.csv", "--dry-run", "--json"]);
    assert_eq!(ran.code(), 1, "{ran:?}");
    assert_eq!(ran.stderr(), "line 3: email: not an e-mail address\n1 account was refused\n");
    let summary: Value = serde_json::from_str(ran.stdout()).unwrap();
    assert_eq!(summary["dryRun"], json!(true));
    assert_eq!((&summary["read"], &summary["refused"]), (&json!(2), &json!(1)));
    assert!(addresses(&operator, &[]).is_empty());
}

#[test]
fn more_than_a_batch_is_imported() {
    let operator = operator();
    let line = |n| format!("{{\"email\":\"u{n}@example.com\"}}\n");
    let mut lines: Vec<String> = (0..2_050).map(line).collect();
    let said = import(&operator, "in.jsonl", lines[..1_500].concat(), &[]);
    assert_eq!(said, "1500 read, 1500 imported, 0 already there, 0 refused\n");
    lines.reverse();
    let said = import(&operator, "in.jsonl", lines.concat(), &[]);
    assert_eq!(said, "2050 read, 550 imported, 1500 already there, 0 refused\n");
    assert_eq!(addresses(&operator, &["--limit", "10000"]).len(), 2_050);
}

#[test]
fn the_examples_of_the_manual_can_be_imported() {
    let manual = include_str!("../../../../docs/operations.md");
    let section = manual.split("### Bringing accounts along").nth(1).unwrap();
    let section = section.split("### Taking accounts elsewhere").next().unwrap();
    let blocks = |language: &str| -> Vec<String> {
        let fence = format!("```{language}\n");
        let blocks = section.split(&fence).skip(1);
        blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
    };
    let (objects, rows) = (blocks("json"), blocks("csv"));
    assert_eq!((objects.len(), rows.len()), (3, 1));
    let operator = operator();
    for object in objects {
        let said = import(&operator, "in.jsonl", object, &["--dry-run"]);
        assert!(said.starts_with("1 read, 1 good, 0 refused"), "{said}");
    }
    let said = import(&operator, "in.csv", &rows[0], &["--dry-run"]);
    assert!(said.starts_with("2 read, 2 good, 0 refused"), "{said}");
}
