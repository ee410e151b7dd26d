//! A mistake in a form keeps nobody from sending the right one, on the wire.

use std::num::NonZeroU32;

use actix_web::{http::Method, test::TestRequest};
use bookplate_domain::limits::Rule;
use bookplate_testkit::doubles::PlainLimiter;
use futures::future::join_all;
use serde_json::{Value, json};

use crate::testing::{ADA, Answer, DAY, OTHER_PASSWORD, PASSWORD, World, request};

const REGISTER: &str = "/api/v1/auth/register";
const RESET: &str = "/api/v1/auth/password-reset/confirm";
const ACCEPT: &str = "/api/v1/auth/invitation/accept";
const RESET_PAGE: &str = "/reset-password";
const ACCEPT_PAGE: &str = "/accept-invitation";
const WEAK: &str = "password1234";
/// How many right forms of a kind, and how many forms at all, a network has in these tests.
const RIGHT: u32 = 5;
const READ: u32 = 60;

async fn world() -> World {
    let [right, read] = [RIGHT, READ].map(|burst| NonZeroU32::new(burst).unwrap());
    let limits = PlainLimiter::default()
        .with(Rule::Register, right, DAY)
        .with(Rule::PasswordReset, right, DAY)
        .with(Rule::VerifyEmail, right, DAY)
        .with(Rule::PasswordStrength, read, DAY);
    World::with(limits, |_| ()).await
}

fn post(path: &str, body: &Value) -> TestRequest {
    let request = request(Method::POST, path);
    if path.starts_with("/api/") { request.set_json(body) } else { request.set_form(body) }
}

fn registration(password: &str) -> Value {
    json!({ "email": ADA, "name": "Ada", "password": password })
}

/// The form of a mailed link, as far as it has a name.
fn linked(path: &str, token: &str, password: &str) -> Value {
    let mut body = json!({ "token": token, "password": password });
    if [ACCEPT, ACCEPT_PAGE].contains(&path) {
        body["name"] = json!("Ada");
    }
    body
}

/// The rule that an answer tells of, and how many tries it says are left.
fn told(answer: &Answer) -> (String, u32) {
    let (rule, state) = answer.header("ratelimit").split_once(";r=").unwrap();
    let policy = answer.header("ratelimit-policy");
    assert!(policy.starts_with(&format!("{rule};")), "{policy}");
    (rule.trim_matches('"').to_owned(), state.split_once(';').unwrap().0.parse().unwrap())
}

/// Sends more mistakes than there may be right forms.
async fn mistakes(world: &World, path: &str, right: &Value) {
    let long = "x".repeat(70_000);
    let wrong = |field: &str, value: &str| {
        let mut body = right.clone();
        body[field] = json!(value);
        post(path, &body)
    };
    let plain = || request(Method::POST, path).insert_header(("content-type", "text/plain"));
    let sent = [
        (wrong("password", WEAK), 422),
        (wrong("password", "short"), 422),
        (wrong("colour", "red"), 422),
        (post(path, &json!({})), 422),
        (post(path, &json!({ "password": WEAK })), 422),
        (wrong("password", ""), 422),
        (wrong("password", &long), 413),
        (plain().set_payload("hello"), 415),
    ];
    for (number, (request, status)) in (1..).zip(sent) {
        let answer = world.send(request).await.is(status);
        assert_eq!(told(&answer), ("password_strength".to_owned(), READ - number), "{path}");
    }
}

#[actix_web::test]
async fn after_many_mistakes_the_right_form_is_accepted() {
    for (path, rule, status) in [
        (REGISTER, "register", 202),
        (RESET, "password_reset", 204),
        (ACCEPT, "verify_email", 200),
        (RESET_PAGE, "password_reset", 200),
        (ACCEPT_PAGE, "verify_email", 200),
    ] {
        let world = world().await;
        let right = match path {
            REGISTER => registration(PASSWORD),
            RESET | RESET_PAGE => linked(path, &world.reset_token().await, OTHER_PASSWORD),
            _ => linked(path, &world.invitation_token().await, OTHER_PASSWORD),
        };
        mistakes(&world, path, &right).await;
        let answer = world.send(post(path, &right)).await.is(status);
        assert_eq!(told(&answer), (rule.to_owned(), RIGHT - 1), "{path}");
    }
}

#[actix_web::test]
async fn a_body_that_is_no_form_is_no_right_one() {
    let world = world().await;
    for body in ["", "{", "[]", "{\"email\":\"a\",\"email\":\"b\"}"] {
        let json =
            request(Method::POST, REGISTER).insert_header(("content-type", "application/json"));
        let answer = world.send(json.set_payload(body)).await.is(400);
        assert_eq!(told(&answer).0, "password_strength", "{body}");
    }
}

#[actix_web::test]
async fn right_forms_are_counted_before_anything_is_done() {
    let world = world().await;
    for left in (0..RIGHT).rev() {
        let answer = world.send(post(REGISTER, &registration(PASSWORD))).await.is(202);
        assert_eq!(told(&answer), ("register".to_owned(), left));
    }
    assert_eq!(world.letters().await.len(), RIGHT as usize);
    let refused = world.send(post(REGISTER, &registration(PASSWORD))).await;
    assert_eq!(told(&refused), ("register".to_owned(), 0));
    assert_eq!(refused.json()["limit"], "register");
    assert_ne!(refused.header("retry-after"), "");
    refused.problem(429, "RATE_LIMIT_EXCEEDED");
    assert!(world.letters().await.is_empty());
    // Whoever has none left is still told what is wrong.
    world.send(post(REGISTER, &registration(WEAK))).await.problem(422, "VALIDATION_ERROR");
}

#[actix_web::test]
async fn of_right_forms_at_once_no_more_than_a_burst_is_taken() {
    let world = world().await;
    let tries = (0..4 * RIGHT).map(|_| world.send(post(REGISTER, &registration(PASSWORD))));
    let answers = join_all(tries).await;
    let taken = answers.iter().filter(|answer| answer.status == 202).count();
    let refused = answers.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((taken, refused), (RIGHT as usize, 3 * RIGHT as usize));
    assert_eq!(world.letters().await.len(), taken);
}

#[actix_web::test]
async fn guesses_at_a_mailed_link_are_right_forms() {
    for (path, rule) in [
        (RESET, "password_reset"),
        (ACCEPT, "verify_email"),
        (RESET_PAGE, "password_reset"),
        (ACCEPT_PAGE, "verify_email"),
    ] {
        let world = world().await;
        let guess = || world.send(post(path, &linked(path, "bp_x", OTHER_PASSWORD)));
        for left in (0..RIGHT).rev() {
            assert_eq!(told(&guess().await.is(400)), (rule.to_owned(), left), "{path}");
        }
        assert_eq!(told(&guess().await.is(429)), (rule.to_owned(), 0), "{path}");
    }
}

/// The owner of a link is known only after it was looked at, which counts.
#[actix_web::test]
async fn a_password_that_is_weak_for_its_owner_alone_counts() {
    let world = world().await;
    let token = world.reset_token().await;
    let answer = world.send(post(RESET, &linked(RESET, &token, ADA))).await;
    assert_eq!(told(&answer), ("password_reset".to_owned(), RIGHT - 1));
    assert_eq!(answer.faults(), ["password PASSWORD_TOO_WEAK"]);
}

#[actix_web::test]
async fn mistakes_are_counted_before_they_are_read() {
    let world = world().await;
    for _ in 0..READ {
        world.send(post(REGISTER, &json!({}))).await.is(422);
    }
    let large = json!({ "password": "x".repeat(70_000) });
    for path in [REGISTER, RESET, ACCEPT, RESET_PAGE, ACCEPT_PAGE] {
        let refused = world.send(post(path, &large)).await.is(429);
        assert_eq!(told(&refused), ("password_strength".to_owned(), 0), "{path}");
    }
    let refused = world.send(post(REGISTER, &registration(PASSWORD))).await;
    assert_eq!(refused.json()["limit"], "password_strength");
    refused.problem(429, "RATE_LIMIT_EXCEEDED");
    assert!(world.letters().await.is_empty());
}
