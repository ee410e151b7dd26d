//! Whatever comes in, the answer is a 4xx that says what is wrong, and nothing is stored.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{Database, Options, Service, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    every_wrong_field_is_named_and_nothing_is_stored,
    what_is_not_json_is_refused,
    what_is_not_a_route_is_a_problem_too,
    a_bad_credential_is_refused_on_every_route,
);

const REGISTER: &str = "/api/v1/auth/register";

async fn every_wrong_field_is_named_and_nothing_is_stored(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let good = "correct horse battery staple";
    let cases: Vec<(Value, &[&str])> = vec![
        (json!({}), &["email REQUIRED", "name REQUIRED", "password REQUIRED"]),
        (
            json!({ "email": 1, "name": ["x"], "password": { "a": 1 } }),
            &["email INVALID_FORMAT", "name INVALID_FORMAT", "password INVALID_FORMAT"],
        ),
        (
            json!({ "email": "a@b@example.com", "name": "Ada\r\nBcc: eve@example.com",
                    "password": "short", "role": "admin", "id": "1" }),
            &[
                "email INVALID_FORMAT",
                "id UNKNOWN_FIELD",
                "name NOT_ALLOWED",
                "password PASSWORD_TOO_SHORT",
                "role UNKNOWN_FIELD",
            ],
        ),
        (
            json!({ "email": "a\0@example.com", "name": "A\0da", "password": format!("{good}\0") }),
            &["email INVALID_FORMAT", "name NOT_ALLOWED", "password NOT_ALLOWED"],
        ),
        (
            json!({ "email": "ada@example.com", "name": "Ada", "password": "ab".repeat(36) }),
            &["password PASSWORD_TOO_LONG"],
        ),
        (
            json!({ "email": "grunthilde@example.com", "name": "Zwackelmann",
                    "password": "grunthildezwackelmann" }),
            &["password PASSWORD_TOO_WEAK"],
        ),
        (
            json!({ "email": format!("{}@example.com", "a".repeat(300)),
                    "name": "é".repeat(101), "password": good }),
            &["email TOO_LONG", "name TOO_LONG"],
        ),
        (
            json!({ "email": "ada@example.com", "name": "Ada", "password": good, "transport": "pigeon" }),
            &["transport NOT_ALLOWED"],
        ),
    ];
    for (body, expected) in cases {
        let refused = client.post(REGISTER, &body).await.problem(422, "VALIDATION_ERROR");
        assert_eq!(refused.fields(), expected, "{body}");
    }
    let login = json!({ "email": "a@b@c", "remember": true });
    let refused = client.post("/api/v1/auth/login", &login).await;
    assert_eq!(
        refused.problem(422, "VALIDATION_ERROR").fields(),
        ["email INVALID_FORMAT", "password REQUIRED", "remember UNKNOWN_FIELD"]
    );
    assert_nothing_is_stored(&database);
}

async fn what_is_not_json_is_refused(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let deep = "[".repeat(60_000);
    let deep_object = "{\"a\":".repeat(12_000);
    for body in [
        "",
        "{",
        "null",
        "[]",
        "\"text\"",
        "{\"email\":\"a@example.com\",\"email\":\"b@example.com\"}",
        "{\"email\":\"\\ud800\"}",
        deep.as_str(),
        deep_object.as_str(),
    ] {
        let refused = client.post_raw(REGISTER, body.to_owned()).await;
        refused.problem(400, "MALFORMED_REQUEST");
    }
    client.post_raw(REGISTER, vec![0xff, 0xfe, 0]).await.problem(400, "MALFORMED_REQUEST");
    for large in ["[".repeat(100_000), " ".repeat(10_000_000)] {
        client.post_raw(REGISTER, large).await.problem(413, "PAYLOAD_TOO_LARGE");
    }
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
        let request = client.request(Method::POST, REGISTER).header("content-type", media_type);
        let status = request.body("{}").send().await.unwrap().status();
        assert_eq!(status, 415, "{media_type}");
    }
    assert_nothing_is_stored(&database);
}

async fn what_is_not_a_route_is_a_problem_too(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    for path in ["/", "/api/v1", "/api/v1/none", "/api/v1/auth/login/", "/api/v2/auth/login"] {
        let missing = client.get(path).await.problem(404, "NOT_FOUND");
        assert_eq!(missing.headers["x-content-type-options"], "nosniff");
        assert!(missing.headers.contains_key("content-security-policy"));
    }
    for (method, path, allowed) in [
        (Method::GET, "/api/v1/auth/login", "POST"),
        (Method::PUT, "/api/v1/users/me", "GET, PATCH, DELETE, HEAD"),
        (Method::POST, "/livez", "GET, HEAD"),
    ] {
        let refused = client.send(method, path).await.problem(405, "METHOD_NOT_ALLOWED");
        assert_eq!(refused.headers["allow"], allowed);
    }
    client.get("/dev/mailbox?to=nobody").await.problem(422, "VALIDATION_ERROR");
}

async fn a_bad_credential_is_refused_on_every_route(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let long = "a".repeat(9000);
    for path in ["/api/v1/users/me", "/api/v1/auth/session"] {
        for token in ["x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", long.as_str()] {
            client.get_as(path, token).await.problem(401, "ACCESS_TOKEN_INVALID");
        }
    }
    client.get("/api/v1/users/me").await.problem(401, "UNAUTHORIZED");
    let none = client.post("/api/v1/auth/logout", &json!({})).await;
    none.problem(401, "UNAUTHORIZED");
    for token in ["x", "bp_rt_x", long.as_str()] {
        client.refresh(token).await.problem(401, "REFRESH_TOKEN_INVALID");
        client.verify(token).await.problem(400, "INVALID_TOKEN");
        let dead = json!({ "refreshToken": token });
        client.post("/api/v1/auth/logout", &dead).await.is(204);
    }
    client.log_in("nobody@example.com").await.problem(401, "INVALID_CREDENTIALS");
}

fn assert_nothing_is_stored(database: &Database) {
    for table in ["users", "registrations", "one_time_tokens", "sessions", "outbox", "audit_events"]
    {
        assert_eq!(database.count(table), 0, "{table}");
    }
}
