//! Whoever mistypes a form is not locked out of it; whoever sends right ones at once is counted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::join_all;
use journeys::{Database, Options, PASSWORD, Service, on_both_databases};
use serde_json::{Value, json};

const REGISTER: &str = "/api/v1/auth/register";
const RESET: &str = "/api/v1/auth/password-reset/confirm";
const EMAIL: &str = "ada@example.com";
const NEW_PASSWORD: &str = "quartz lantern hollow 82";

on_both_databases!(
    six_mistakes_do_not_keep_the_right_registration_away,
    a_dozen_mistakes_do_not_keep_the_right_new_password_away,
    of_twenty_right_registrations_at_once_five_are_taken,
);

/// The queue for hashes takes all that are judged.
fn limited() -> Options {
    Options::default().with("PASSWORDS__BCRYPT_COST", "10").with("LOG__LEVEL", "warn")
}

fn registration(name: &str, password: &str) -> Value {
    json!({ "email": EMAIL, "name": name, "password": password })
}

async fn six_mistakes_do_not_keep_the_right_registration_away(database: Database) {
    let service = Service::start(&database, limited());
    let client = service.client();
    for _ in 0..3 {
        for (name, password) in [("Ada", "password1234"), ("", PASSWORD)] {
            let wrong = client.post(REGISTER, &registration(name, password)).await;
            let wrong = wrong.problem(422, "VALIDATION_ERROR");
            assert_eq!(wrong.headers["ratelimit-policy"], "\"password_strength\";q=60;w=60");
        }
    }
    assert_eq!(database.count("rate_limits"), 0, "mistakes cost the database nothing");
    let taken = client.post(REGISTER, &registration("Ada", PASSWORD)).await.is(202);
    let state = taken.headers["ratelimit"].to_str().unwrap();
    assert!(state.starts_with("\"register\";r=4;t="), "{state}");
}

async fn a_dozen_mistakes_do_not_keep_the_right_new_password_away(database: Database) {
    let service = Service::start(&database, limited());
    let client = service.client();
    client.sign_up(EMAIL).await;
    client.post("/api/v1/auth/password-reset", &json!({ "email": EMAIL })).await.is(202);
    let token = client.mailed_tokens(EMAIL, 2).await.remove(0);
    for _ in 0..12 {
        let weak = json!({ "token": token, "password": "password1234" });
        client.post(RESET, &weak).await.problem(422, "VALIDATION_ERROR");
    }
    let body = json!({ "token": token, "password": NEW_PASSWORD });
    let done = client.post(RESET, &body).await.is(204);
    // One try of ten was to ask for the link.
    let state = done.headers["ratelimit"].to_str().unwrap();
    assert!(state.starts_with("\"password_reset\";r=8;t="), "{state}");
}

async fn of_twenty_right_registrations_at_once_five_are_taken(database: Database) {
    let service = Service::start(&database, limited());
    let client = &service.client();
    let body = &registration("Ada", PASSWORD);
    let tries = (0..20).map(|_| async move { client.post(REGISTER, body).await });
    let answers = join_all(tries).await;
    let taken = answers.iter().filter(|answer| answer.status == 202).count();
    let refused = answers.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((taken, refused), (5, 15), "{answers:?}");
    assert_eq!(database.count("registrations"), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_has_sixty_mistakes_a_minute() {
    let database = Database::sqlite();
    let service = Service::start(&database, limited());
    let client = service.client();
    let mut read = 0;
    let refused = loop {
        let answer = client.post(REGISTER, &json!({})).await;
        if answer.status != 422 {
            break answer;
        }
        read += 1;
        assert!(read < 100, "nothing limits it");
    };
    let refused = refused.problem(429, "RATE_LIMIT_EXCEEDED");
    assert_eq!(refused.body["limit"], "password_strength");
    // Some grow back meanwhile.
    assert!(read >= 60, "{read}");
}
