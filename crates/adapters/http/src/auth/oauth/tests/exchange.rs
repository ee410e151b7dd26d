//! What a one-time code is good for.

use actix_web::http::Method;
use bookplate_domain::{identities::Assertion, roles::Role};
use serde_json::json;

use crate::testing::{ADA, HERE, MINUTE, NEW, PASSWORD, VERIFIER, World, request, signed};

const EXCHANGE: &str = "/api/v1/auth/oauth/exchange";

#[actix_web::test]
async fn a_code_signs_somebody_in_once() {
    let world = World::new().await;
    let code = world.one_time_code(ADA).await;
    let body = json!({ "code": code, "codeVerifier": VERIFIER });
    let outcome = world.post_json(EXCHANGE, body.clone(), None).await.is(200).json();
    assert_eq!(outcome["status"], "authenticated");
    assert_eq!(outcome["user"]["email"], ADA);
    assert_eq!(outcome["user"]["emailVerified"], true);
    assert_eq!(outcome["user"]["role"], "user");
    assert!(outcome["tokens"]["refreshToken"].is_string());
    world.post_json(EXCHANGE, body, None).await.problem(400, "INVALID_TOKEN");
}

#[actix_web::test]
async fn a_code_is_of_no_use_to_anybody_else() {
    let world = World::new().await;
    let code = world.one_time_code(ADA).await;
    let others = VERIFIER.replace('d', "e");
    for body in [
        json!({ "code": code, "codeVerifier": others }),
        json!({ "code": format!("{code}A"), "codeVerifier": VERIFIER }),
        json!({ "code": code.replace("bp_oc_", "bp_os_"), "codeVerifier": VERIFIER }),
        json!({ "code": "", "codeVerifier": VERIFIER }),
    ] {
        world.post_json(EXCHANGE, body, None).await.problem(400, "INVALID_TOKEN");
    }
    let short = json!({ "code": code, "codeVerifier": "short" });
    let faults = world.post_json(EXCHANGE, short, None).await.is(422).faults();
    assert_eq!(faults, ["codeVerifier INVALID_FORMAT"]);
    world.clock.advance(MINUTE);
    let late = json!({ "code": code, "codeVerifier": VERIFIER });
    world.post_json(EXCHANGE, late, None).await.problem(400, "INVALID_TOKEN");
}

#[actix_web::test]
async fn no_foreign_page_signs_its_visitor_in() {
    let world = World::new().await;
    let code = world.one_time_code(ADA).await;
    let body = json!({ "code": code, "codeVerifier": VERIFIER, "transport": "cookie" });
    let post = || request(Method::POST, EXCHANGE).set_json(&body);
    let foreign = post().insert_header(("origin", "https://evil.example"));
    world.send(foreign).await.problem(403, "ORIGIN_NOT_ALLOWED");
    let own = world.send(post().insert_header(("origin", HERE))).await.is(200);
    assert!(own.header("set-cookie").starts_with("__Host-bookplate_rt="));
    assert!(own.json()["tokens"].get("refreshToken").is_none());
}

#[actix_web::test]
async fn a_visitor_becomes_the_user() {
    let world = World::new().await;
    let visitor = world.visitor().await;
    world.chat_of(&visitor).await;
    let code = world.one_time_code(ADA).await;
    let body = json!({ "code": code, "codeVerifier": VERIFIER });
    let outcome = world.post_json(EXCHANGE, body, Some(&visitor)).await.is(200).json();
    assert_eq!(outcome["user"]["id"], visitor.user.id.to_string());
    assert_eq!(outcome["linked"]["chats"], 1);
    assert!(!world.is_signed_in(&visitor).await);
}

#[actix_web::test]
async fn each_refusal_has_its_code() {
    let world = World::new().await;
    world.account(ADA).await;
    let exchange = async |assertion: Assertion| {
        let way = world.start().await;
        world.provider.say(assertion);
        let page = world.come_back(&way).await;
        let (_, code) = page.split_once("#code=").unwrap();
        let body = json!({ "code": code, "codeVerifier": VERIFIER });
        world.post_json(EXCHANGE, body, None).await
    };
    let known = world.provider_knows(ADA);
    let unverified = Assertion { email_verified: false, ..known.clone() };
    exchange(unverified).await.problem(403, "PROVIDER_EMAIL_UNVERIFIED");
    exchange(Assertion { email: None, ..known.clone() })
        .await
        .problem(403, "PROVIDER_EMAIL_UNVERIFIED");
    exchange(known.clone()).await.is(200);
    // The address has come to somebody else at the provider.
    exchange(world.provider_knows(ADA)).await.problem(409, "PROVIDER_ALREADY_LINKED");
    let ada = world.log_in(ADA, PASSWORD).await.unwrap();
    world.suspend(ada.user.id).await;
    exchange(known).await.problem(403, "ACCOUNT_SUSPENDED");
}

#[actix_web::test]
async fn a_code_is_a_fresh_proof_of_who_is_linked() {
    let world = World::new().await;
    let ada = world.signed_in_as(ADA, Role::User).await;
    let code = world.one_time_code(NEW).await;
    let body = json!({ "code": code, "codeVerifier": VERIFIER });
    let path = "/api/v1/auth/reauthenticate";
    world.post_json(path, body, Some(&ada)).await.problem(401, "INVALID_CREDENTIALS");

    let linked = world.linked(ada.user.id).await;
    world.clock.advance(11 * MINUTE);
    let way = world.start().await;
    world.provider.say(linked);
    let page = world.come_back(&way).await;
    let (_, code) = page.split_once("#code=").unwrap();
    let both = json!({ "code": code, "codeVerifier": VERIFIER, "password": PASSWORD });
    let faults = world.post_json(path, both, Some(&ada)).await.is(422).faults();
    assert_eq!(faults, ["password UNKNOWN_FIELD"]);
    let body = json!({ "code": code, "codeVerifier": VERIFIER });
    let answer = world.post_json(path, body, Some(&ada)).await.is(200).json();
    assert_eq!(answer["session"]["id"], ada.session.id.to_string());
    // What asks for a fresh proof is granted to the session from now on.
    let me = request(Method::DELETE, "/api/v1/users/me");
    world.send(signed(me, &ada)).await.is(204);
}
