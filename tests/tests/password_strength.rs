//! What is said of a password while it is typed is what registering says of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{Client, Database, Options, Service, on_both_databases};
use serde_json::{Value, json};

const PATH: &str = "/api/v1/auth/password-strength";

async fn ask(client: &Client, body: &Value) -> Value {
    let answer = client.post(PATH, body).await.is(200);
    assert_eq!(answer.headers["cache-control"], "no-store");
    answer.body
}

/// What registering says of the password, by the members that the question has.
async fn registering_says(client: &Client, body: &Value) -> Value {
    let answer = client.post("/api/v1/auth/register", body).await;
    if answer.status == 202 {
        return Value::Null;
    }
    let answer = answer.problem(422, "VALIDATION_ERROR");
    let errors = answer.body["errors"].as_array().unwrap();
    let of_password = errors.iter().find(|error| error["field"] == "password");
    let Some(error) = of_password else { return Value::Null };
    json!({ "code": error["code"], "message": error["message"], "params": error["params"] })
}

on_both_databases!(the_answer_agrees_with_registering);

async fn the_answer_agrees_with_registering(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let at_the_limit = &"correct horse battery staple ".repeat(3)[..71];
    let beyond = format!("{at_the_limit}x");
    let (long, longer) = ("x".repeat(1_025), "x".repeat(60_000));
    let ligatures = "ﬀ".repeat(36);
    let mut accepted = 0;
    for (password, code) in [
        ("", "REQUIRED"),
        ("short", "PASSWORD_TOO_SHORT"),
        ("пароли", "PASSWORD_TOO_SHORT"),
        ("password", "PASSWORD_TOO_WEAK"),
        ("qwertyuiop", "PASSWORD_TOO_WEAK"),
        ("bookplate1", "PASSWORD_TOO_WEAK"),
        ("grunthildezwack", "PASSWORD_TOO_WEAK"),
        ("grunthilde.zwack@example.com", "PASSWORD_TOO_WEAK"),
        ("zwack@lighthouse", "OK"),
        ("correct horse battery staple", "OK"),
        ("пароль всегда при мне", "OK"),
        ("🦉🦆🦅🐝🦋🐌🐞🐜", "PASSWORD_TOO_WEAK"),
        ("🦉🦆 🦅 Eulen & Enten", "OK"),
        ("horse\0battery staple", "NOT_ALLOWED"),
        (at_the_limit, "OK"),
        (beyond.as_str(), "PASSWORD_TOO_LONG"),
        (ligatures.as_str(), "PASSWORD_TOO_LONG"),
        (long.as_str(), "TOO_LONG"),
        (longer.as_str(), "PASSWORD_TOO_LONG"),
    ] {
        let body = json!({
            "password": password,
            "email": "grunthilde.zwack@example.com",
            "name": "Grunthilde Zwack",
        });
        let said = ask(&client, &body).await;
        let expected = registering_says(&client, &body).await;
        assert_eq!(said["problem"], expected, "{password:?}");
        assert_eq!(said["problem"]["code"].as_str().unwrap_or("OK"), code, "{password:?}");
        assert_eq!(said["acceptable"], expected.is_null(), "{password:?}");
        assert_eq!(said["minScore"], 3);
        let score = said["score"].as_u64().unwrap();
        assert!(score <= 4 && (said["acceptable"] == false || score >= 3), "{password:?}: {said}");
        accepted += u64::from(expected.is_null());
    }
    // Without the owner's words a password may be strong; with what is none of theirs, too.
    for known in [json!({}), json!({ "email": "grunt", "name": "" }), json!({ "email": null })] {
        let mut body = known;
        body["password"] = json!("grunthildezwack");
        assert_eq!(ask(&client, &body).await["acceptable"], true, "{body}");
        let registered = registering_says(&client, &body).await;
        assert_eq!(registered, Value::Null, "{body}");
    }
    assert_eq!(database.count("users"), 0);
    assert_eq!(database.count("registrations"), accepted, "asking writes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_password_and_its_owner_can_be_asked_about() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    for (body, fields) in [
        (json!({}), vec!["password REQUIRED"]),
        (json!({ "password": null }), vec!["password REQUIRED"]),
        (json!({ "password": 12345678 }), vec!["password INVALID_FORMAT"]),
        (
            json!({ "password": "x", "email": 1, "hint": "y" }),
            vec!["email INVALID_FORMAT", "hint UNKNOWN_FIELD"],
        ),
    ] {
        let answer = client.post(PATH, &body).await.problem(422, "VALIDATION_ERROR");
        assert_eq!(answer.fields(), fields, "{body}");
    }
    client.get(PATH).await.problem(405, "METHOD_NOT_ALLOWED");
    let body = format!("{{\"password\":\"{}\"}}", "x".repeat(70_000));
    client.post_raw(PATH, body).await.problem(413, "PAYLOAD_TOO_LARGE");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_configuration_decides_what_is_acceptable() {
    let database = Database::sqlite();
    let options =
        Options::unlimited().with("PASSWORDS__MIN_SCORE", "0").with("PASSWORDS__MIN_LENGTH", "12");
    let service = Service::start(&database, options);
    let said = ask(&service.client(), &json!({ "password": "passwordpassword" })).await;
    assert_eq!((&said["acceptable"], &said["minScore"]), (&json!(true), &json!(0)));
    let said = ask(&service.client(), &json!({ "password": "x7#Qp2!zK9" })).await;
    assert_eq!(said["problem"]["params"], json!({ "min": 12 }));
    assert!(said["score"].as_u64().unwrap() >= 3, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_has_sixty_questions_a_minute() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::default());
    let client = service.client();
    let body = json!({ "password": "correct horse battery staple" });
    let mut answers = 0;
    let refused = loop {
        let answer = client.post(PATH, &body).await;
        if answer.status != 200 {
            break answer;
        }
        assert!(answer.headers["ratelimit-policy"].to_str().unwrap().contains("q=60;w=60"));
        answers += 1;
        assert!(answers < 100, "nothing limits it");
    };
    let refused = refused.problem(429, "RATE_LIMIT_EXCEEDED");
    assert_eq!(refused.body["limit"], "password_strength");
    // Some grow back meanwhile.
    assert!(answers >= 60, "{answers}");
}
