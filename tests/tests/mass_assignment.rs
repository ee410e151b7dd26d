//! Nobody gives themselves what only the service or an admin gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::fs;

use journeys::{Answer, Database, Options, PASSWORD, Service, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    no_body_sets_what_is_not_its_callers_to_set,
    no_file_sets_what_is_not_its_to_set,
);

const EMAIL: &str = "ada@example.com";
const OTHER_ID: &str = "01990000-0000-7000-8000-000000000000";

/// Each field with a value that it could have.
fn forbidden() -> Vec<(&'static str, Value)> {
    vec![
        ("role", json!("admin")),
        ("id", json!(OTHER_ID)),
        ("emailVerified", json!(true)),
        ("createdAt", json!("2020-01-01T00:00:00.000Z")),
        ("passwordHash", json!("$2b$10$abcdefghijklmnopqrstuuOGb3Jz0Z5qT9lZ2mK7vR5yZ1cF6hJ9pW")),
        ("status", json!("active")),
    ]
}

/// Each alone, and all at once, beside what may be set; `parent` is the object to put it into.
fn attempts(allowed: &Value) -> Vec<(Vec<String>, Value)> {
    let all = forbidden();
    let mut attempts: Vec<Vec<(&str, Value)>> = all.iter().map(|one| vec![one.clone()]).collect();
    attempts.push(all);
    let attempt = |fields: Vec<(&str, Value)>| {
        let mut body = allowed.clone();
        let mut refusals = Vec::new();
        for (name, value) in fields {
            body[name] = value;
            refusals.push(format!("{name} UNKNOWN_FIELD"));
        }
        refusals.sort();
        (refusals, body)
    };
    attempts.into_iter().map(attempt).collect()
}

fn refused(answer: Answer, fields: &[String]) {
    assert_eq!(answer.problem(422, "VALIDATION_ERROR").fields(), fields);
}

async fn no_body_sets_what_is_not_its_callers_to_set(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let session = service.sign_in_new(EMAIL, "user").await;
    let token = session.access_token();
    let admin = service.sign_in_new("grace@example.com", "admin").await;
    let everything = || {
        database.query("SELECT * FROM users ORDER BY id")
            + &database.query("SELECT * FROM preferences")
    };
    let before = everything();

    let (me, preferences) = ("/api/v1/users/me", "/api/v1/users/me/preferences");
    for (fields, body) in attempts(&json!({ "name": "Ada the Second" })) {
        refused(client.patch_as(me, token, &body).await, &fields);
    }
    for (fields, body) in attempts(&json!({ "theme": "dark" })) {
        refused(client.patch_as(preferences, token, &body).await, &fields);
    }
    let new = json!({ "email": "eve@example.com", "name": "Eve", "password": PASSWORD });
    for (fields, body) in attempts(&new) {
        refused(client.post("/api/v1/auth/register", &body).await, &fields);
    }
    // An admin decides of role and status, and of nothing else.
    let path = format!("/api/v1/admin/users/{}", session.user_id());
    for name in ["id", "emailVerified", "createdAt", "passwordHash", "email", "version"] {
        let mut body = json!({ "name": "Ada the Third" });
        body[name] = json!("x");
        let fields = [format!("{name} UNKNOWN_FIELD")];
        refused(client.patch_as(&path, admin.access_token(), &body).await, &fields);
    }
    assert_eq!(everything(), before);
    assert_eq!(database.count("registrations"), 0);
    let user = client.get_as(me, token).await.is(200);
    assert_eq!(user.body, session.body["user"]);
}

async fn no_file_sets_what_is_not_its_to_set(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let import = |name: &str, text: String| {
        let file = service.folder().join(name);
        fs::write(&file, text).unwrap();
        let output = service.run(&["users", "import", file.to_str().unwrap()], "");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        let hash = said.contains("$2b$");
        assert!(!hash && !said.contains(OTHER_ID), "a value is shown: {said}");
        said
    };
    for (name, value) in forbidden() {
        let mut account = json!({ "email": EMAIL, "name": "Ada" });
        account[name] = value.clone();
        let said = import("one.jsonl", account.to_string());
        assert!(said.contains(&format!("line 1: {name}: ")), "{said}");

        let value = value.to_string().replace('"', "");
        let said = import("one.csv", format!("email,name,{name}\n{EMAIL},Ada,{value}\n"));
        assert!(said.contains(&format!("line 1: {name}: ")), "{said}");
    }
    assert_eq!(database.count("users"), 0);
}
