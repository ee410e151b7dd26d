use bookplate_domain::{EmailVerification, Policy, RegistrationPolicy};

use super::*;
use crate::testing::{DAY, MINUTE};

const WEEK: u64 = 7 * 24 * 3600;

fn set(token: &str, age: u64) -> String {
    format!("__Host-bookplate_rt={token}; Max-Age={age}; Path=/; Secure; HttpOnly; SameSite=Lax")
}

#[actix_web::test]
async fn log_in_puts_the_refresh_token_into_the_cookie_alone() {
    let world = world().await;
    world.account(ADA).await;
    let answer = world.cookie_log_in().await.without_refresh_token();
    let token = answer.cookie();
    assert_eq!(answer.cookies(), [set(&token, WEEK)]);
    assert_eq!(answer.header("cache-control"), "no-store");
    let tokens = &answer.json()["tokens"];
    assert_eq!(tokens["refreshExpiresIn"], WEEK);
    let access = tokens["accessToken"].as_str().unwrap();
    let me = request(Method::GET, "/api/v1/users/me");
    world.send(me.insert_header(("authorization", format!("Bearer {access}")))).await.is(200);
}

#[actix_web::test]
async fn registering_signs_in_by_cookie_too() {
    let registration =
        RegistrationPolicy { verification: EmailVerification::Optional, ..policy().registration };
    let world = World::run_by(Policy { registration, ..policy() }, config()).await;
    let register = |transport: &str| {
        let email = format!("{transport}@example.com");
        let body = json!({
            "email": email, "name": "Ada", "password": PASSWORD, "transport": transport
        });
        world.send(request(Method::POST, "/api/v1/auth/register").set_json(body))
    };
    let answer = register("cookie").await.is(201).without_refresh_token();
    assert_eq!(answer.cookies(), [set(&answer.cookie(), WEEK)]);
    assert_eq!(answer.header("location"), "/api/v1/users/me");
    let answer = register("body").await.is(201);
    assert!(answer.json()["tokens"]["refreshToken"].is_string());
    assert_eq!(answer.cookies(), [""; 0]);
    let unknown = register("header").await;
    assert_eq!(unknown.json()["errors"][0]["field"], "transport");
    unknown.problem(422, "VALIDATION_ERROR");
}

#[actix_web::test]
async fn a_refresh_by_cookie_is_answered_by_cookie() {
    let world = world().await;
    let first = world.cookie().await;
    world.clock.advance(MINUTE);
    let answer = world.refresh_by_cookie(&first).await.is(200).without_refresh_token();
    let second = answer.cookie();
    assert_ne!(first, second);
    assert_eq!(answer.cookies(), [set(&second, WEEK)]);
    assert!(answer.json()["tokens"]["accessToken"].is_string());
    world.refresh_by_cookie(&second).await.is(200);
}

#[actix_web::test]
async fn the_cookie_does_not_outlive_the_session() {
    let world = world().await;
    let mut token = world.cookie().await;
    for _ in 0..4 {
        world.clock.advance(6 * DAY);
        token = world.refresh_by_cookie(&token).await.is(200).cookie();
    }
    world.clock.advance(4 * DAY);
    let answer = world.refresh_by_cookie(&token).await.is(200);
    assert_eq!(answer.cookies(), [set(&answer.cookie(), 2 * 24 * 3600)]);
}

#[actix_web::test]
async fn body_transport_sets_no_cookie() {
    let world = world().await;
    world.account(ADA).await;
    for transport in [Value::Null, json!("body")] {
        let body = json!({ "email": ADA, "password": PASSWORD, "transport": transport });
        let answer = world.post_json(LOG_IN, body, None).await.is(200);
        assert_eq!(answer.cookies(), [""; 0]);
        let token = answer.json()["tokens"]["refreshToken"].clone();
        let answer = world.post_json(REFRESH, json!({ "refreshToken": token }), None).await.is(200);
        assert_eq!(answer.cookies(), [""; 0]);
        assert!(answer.json()["tokens"]["refreshToken"].is_string());
        let dead = json!({ "refreshToken": "bp_rt_x" });
        let answer = world.post_json(REFRESH, dead, None).await;
        assert_eq!(answer.cookies(), [""; 0]);
        answer.problem(401, "REFRESH_TOKEN_INVALID");
    }
}

#[actix_web::test]
async fn a_page_that_opens_asks_by_cookie_who_is_signed_in() {
    let world = world().await;
    let token = world.cookie().await;
    for _ in 0..2 {
        let ask = with_cookie(Method::GET, SESSION, &token);
        let ask = ask.insert_header(("sec-fetch-site", "same-origin"));
        let answer = world.send(ask).await.is(200);
        assert_eq!(answer.json()["status"], "authenticated");
        assert_eq!(answer.json()["user"]["email"], ADA);
        assert_eq!(answer.json()["session"]["current"], true);
        assert_eq!(answer.cookies(), [""; 0]);
        assert!(!answer.text.contains("bp_rt_"));
    }
    let next = world.refresh_by_cookie(&token).await.is(200).cookie();
    assert!(world.lives(&next).await, "it was not rotated by asking");
    let bad = own_page(Method::GET, SESSION, "bp_rt_x");
    world.send(bad).await.problem(401, "REFRESH_TOKEN_INVALID");
}

#[actix_web::test]
async fn two_credentials_of_one_kind_are_refused() {
    let world = world().await;
    let token = world.cookie().await;
    let other = world.log_in(ADA, PASSWORD).await.unwrap();
    let body = json!({ "refreshToken": token });
    for path in [REFRESH, LOG_OUT] {
        let answer = world.send(own_page(Method::POST, path, &token).set_json(&body)).await;
        assert!(answer.json()["detail"].as_str().unwrap().contains("not both"), "{}", answer.text);
        answer.problem(400, "MALFORMED_REQUEST");
    }
    let both = signed(own_page(Method::GET, SESSION, &token), &other);
    let answer = world.send(both).await;
    assert!(answer.json()["detail"].as_str().unwrap().contains("not both"));
    answer.problem(400, "MALFORMED_REQUEST");
    assert!(world.lives(&token).await);
}

#[actix_web::test]
async fn every_other_route_ignores_the_cookie() {
    let world = world().await;
    let token = world.cookie().await;
    let document = crate::testing::document();
    let mut count = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if operation["security"] != json!([{ "accessToken": [] }]) {
                continue;
            }
            count += 1;
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let answer = world.send(own_page(method, path, &token).set_json(json!({}))).await;
            assert_eq!(answer.cookies(), [""; 0], "{path}");
            answer.problem(401, "UNAUTHORIZED");
        }
    }
    assert!(count >= 8, "{count}");
    assert!(world.lives(&token).await);
}
