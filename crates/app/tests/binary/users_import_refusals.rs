use std::fs;

use serde_json::json;

use crate::{
    accounts::{addresses, failure, operator, write},
    process::{Operator, Ran},
};

const SECRET: &str = "hunter2-hunter2";

fn import(operator: &Operator, name: &str, text: impl AsRef<[u8]>) -> Ran {
    write(operator, name, text);
    operator.run(&["users", "import", name])
}

/// The addresses that have an account. Those of one batch are listed in any order.
fn imported(operator: &Operator) -> Vec<String> {
    let mut addresses = addresses(operator, &[]);
    addresses.sort();
    addresses
}

/// Line by line: what stands there, and what is said of it behind its number.
const LINES: [(&str, &str); 22] = [
    (r#"{"email":"ada@example.com","name":"Ada"}"#, ""),
    (r#"{"email":"bea"}"#, "email: not an e-mail address"),
    (r#"{"name":"Nobody"}"#, "email: is required"),
    (r#"{"email":null,"hash":"hunter2-hunter2"}"#, "email: is required; hash: no hash"),
    (r#"{"email":"ADA@example.com"}"#, "email: stands in line 1 already"),
    (r#"{"email":"b@example.com","hash":"hunter2-hunter2"}"#, "hash: no hash that passwords"),
    (r#"{"email":"b@example.com","hash":"$2b$31$hunter2-hunter2"}"#, "hash: no hash"),
    (r#"{"email":"b@example.com","role":"admin"}"#, "role: cannot be imported"),
    (r#"{"email":"b@example.com","id":1,"status":null}"#, "id: cannot be imported; status: cannot"),
    (r#"{"email":"b@example.com","emailVerified":true}"#, "emailVerified: cannot be imported"),
    (r#"{"email":"b@example.com","createdAt":"x"}"#, "createdAt: cannot be imported"),
    (r#"{"email":"b@example.com","passwordHash":"hunter2-hunter2"}"#, "passwordHash: cannot be"),
    (r#"{"email":"b@example.com","hunter2-hunter2 ":1}"#, "another field: cannot be imported"),
    (r#"{"email":"b@example.com","name":5}"#, "name: must be text"),
    (r#"{"email":"b@example.com","name":"a","name":"b"}"#, "name: stands there twice"),
    (r#"{"email":"b@example.com","name":"a\nb"}"#, "name: a name is one line of text"),
    (r#"{"email":"b@example.com","image":"javascript:1"}"#, "image: the URL is not of http"),
    (r#"{"email":"b@example.com","language":"de_AT","timezone":"Mars/X"}"#, "language: not the"),
    (r#"{"email":"b@example.com","hash":"hunter2-hunter2"#, "is not JSON from column"),
    (r#""hunter2-hunter2""#, "is not a JSON object"),
    (r#"[{"email":"b@example.com"}]"#, "is not a JSON object"),
    (r#"{"email":"b@example.com"}"#, ""),
];

#[test]
fn each_bad_line_is_told_by_its_number_and_the_good_ones_are_imported() {
    let operator = operator();
    let text: Vec<&str> = LINES.iter().map(|(line, _)| *line).collect();
    let ran = import(&operator, "in.jsonl", text.join("\n"));
    assert_eq!(ran.code(), 1, "{ran:?}");
    assert_eq!(ran.stdout(), "22 read, 2 imported, 0 already there, 20 refused\n");
    let mut said = ran.stderr().lines();
    for (index, (_, why)) in LINES.iter().enumerate().filter(|(_, (_, why))| !why.is_empty()) {
        let line = said.next().unwrap();
        assert!(line.starts_with(&format!("line {}: {why}", index + 1)), "{line}");
    }
    assert_eq!(said.next(), Some("20 accounts were refused"));
    assert_eq!(said.next(), None);
    assert!(!ran.stderr().contains(SECRET), "{ran:?}");
    assert_eq!(imported(&operator), ["ada@example.com", "b@example.com"]);
    // Again: the good ones are there, and the others as bad as before.
    let again = operator.run(&["users", "import", "in.jsonl"]);
    assert_eq!(again.stdout(), "22 read, 0 imported, 2 already there, 20 refused\n");
    assert_eq!(again.stderr(), ran.stderr());
}

#[test]
fn each_bad_row_is_told_by_its_line_and_the_good_ones_are_imported() {
    let operator = operator();
    let text = [
        &b"email,name,bio,hash"[..],
        b"ada@example.com,Ada,\"two",
        b"lines\",",
        b"bea@example.com,Bea,,hunter2-hunter2",
        b"cem@example.com,Cem",
        b"dan@example.com,\xff\xfe,,",
        b"ada@EXAMPLE.com,Ada,,",
        &[b"eve@example.com,Eve,".to_vec(), vec![b'x'; 70_000], b",".to_vec()].concat(),
        b"fay@example.com,Fay,,",
        b"gil@example.com,Gil,\"open,",
        b"hal@example.com,Hal,,",
    ];
    let ran = import(&operator, "in.csv", text.join(&b'\n'));
    assert_eq!(ran.code(), 1, "{ran:?}");
    assert_eq!(
        ran.stderr().lines().collect::<Vec<_>>(),
        [
            "line 4: hash: no hash that passwords can be compared with: it is of another kind than \
             bcrypt, argon2id, scrypt and PBKDF2, or asks for too much work",
            "line 5: has 2 columns, the header 4",
            "line 6: is not UTF-8",
            "line 7: email: stands in line 2 already",
            "line 8: is longer than 64 KiB",
            "line 10: has a quotation mark that is not closed",
            "6 accounts were refused",
        ]
    );
    assert_eq!(ran.stdout(), "8 read, 2 imported, 0 already there, 6 refused\n");
    assert_eq!(imported(&operator), ["ada@example.com", "fay@example.com"]);
}

#[test]
fn a_header_that_is_wrong_is_refused_and_nothing_is_imported() {
    let operator = operator();
    for (header, why) in [
        ("email,role", "role: cannot be imported"),
        ("email,passwordHash", "passwordHash: cannot be imported"),
        ("email,hunter2-hunter2 $", "another field: cannot be imported"),
        ("name,hash", "must name the columns"),
        ("ada@example.com,hunter2-hunter2", "must name the columns"),
    ] {
        let ran = import(&operator, "in.csv", format!("{header}\nada@example.com,x\n"));
        assert!(failure(&ran).starts_with(&format!("in.csv: line 1: {why}")), "{ran:?}");
        assert!(!ran.stderr().contains(SECRET), "{ran:?}");
    }
    assert!(addresses(&operator, &[]).is_empty());
}

#[test]
fn long_lines_and_other_bytes_are_refused_one_by_one() {
    let operator = operator();
    let long = json!({ "email": "bea@example.com", "bio": "x".repeat(1 << 20) }).to_string();
    let lines = [
        &b"{\"email\":\"ada@example.com\"}"[..],
        long.as_bytes(),
        b"{\"email\":\"cem@example.com\",\"name\":\"\xff\"}",
        b"{\"email\":\"dan@example.com\"}",
    ];
    let ran = import(&operator, "in.jsonl", lines.join(&b'\n'));
    assert_eq!(
        ran.stderr(),
        "line 2: is longer than 64 KiB\nline 3: is not UTF-8\n2 accounts were refused\n"
    );
    assert_eq!(imported(&operator), ["ada@example.com", "dan@example.com"]);
}

#[test]
fn only_a_hundred_refusals_are_shown() {
    let operator = operator();
    let ran = import(&operator, "in.csv", format!("email\n{}", "ada\n".repeat(123)));
    let said: Vec<&str> = ran.stderr().lines().collect();
    assert_eq!(said.len(), 102);
    assert_eq!(said[99], "line 101: email: not an e-mail address");
    assert_eq!(said[100..], ["and 23 more", "123 accounts were refused"]);
}

#[test]
fn a_file_that_cannot_be_read_is_refused() {
    let operator = operator();
    fs::create_dir(operator.folder().join("folder.csv")).unwrap();
    write(&operator, "accounts.txt", "email\n");
    for (name, line) in [
        ("nowhere.csv", "nowhere.csv: No such file"),
        ("folder.csv", "folder.csv: is not a file"),
        ("accounts.txt", "accounts.txt: say --format jsonl or --format csv"),
    ] {
        let ran = operator.run(&["users", "import", name]);
        assert_eq!(ran.code(), 2);
        assert!(ran.refusal().starts_with(line), "{ran:?}");
    }
    assert!(!operator.folder().join("data").exists());
    let said = import(&operator, "empty.jsonl", "").succeeded().to_owned();
    assert_eq!(said, "0 read, 0 imported, 0 already there, 0 refused\n");
}
