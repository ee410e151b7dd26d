use actix_web::http::Method;
use bookplate_domain::roles::Role;
use secrecy::ExposeSecret;
use serde_json::json;

use super::ME;
use crate::testing::{ADA, HERE, MINUTE, PASSWORD, World, request, signed};

const EVE: &str = "eve@example.com";

#[actix_web::test]
async fn an_account_is_gone_at_once_with_its_sessions_and_its_address_is_free() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    let other = world.log_in(ADA, PASSWORD).await.unwrap();
    assert!(world.is_signed_in(&other).await);
    let answer = world.call(Method::DELETE, ME, Some(&ada)).await.is(204);
    assert_eq!((answer.text.as_str(), answer.header("set-cookie")), ("", ""));
    for caller in [&ada, &other] {
        world.get(ME, caller).await.problem(401, "SESSION_REVOKED");
        let refresh = json!({ "refreshToken": caller.tokens.refresh.expose_secret() });
        let answer = world.post_json("/api/v1/auth/refresh", refresh, None).await;
        answer.problem(401, "REFRESH_TOKEN_INVALID");
    }
    assert!(world.log_in(ADA, PASSWORD).await.is_none());
    world.account(ADA).await;
    assert!(world.log_in(ADA, PASSWORD).await.is_some());
}

#[actix_web::test]
async fn only_a_fresh_proof_of_the_password_deletes() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    world.clock.advance(10 * MINUTE);
    world.call(Method::DELETE, ME, Some(&ada)).await.problem(403, "REAUTH_REQUIRED");
    let proof = json!({ "password": PASSWORD });
    world.post_json("/api/v1/auth/reauthenticate", proof, Some(&ada)).await.is(200);
    world.call(Method::DELETE, ME, Some(&ada)).await.is(204);
}

#[actix_web::test]
async fn the_last_admin_stays() {
    let world = World::new().await;
    let (root, _) = world.staff("root@example.com", Role::Admin).await;
    world.call(Method::DELETE, ME, Some(&root)).await.problem(409, "LAST_ADMIN");
    world.account_of(EVE, Role::Admin).await;
    world.call(Method::DELETE, ME, Some(&root)).await.is(204);
}

#[actix_web::test]
async fn a_browser_forgets_the_cookie_of_the_account_and_keeps_that_of_another() {
    for (owner, forgotten) in [(ADA, true), (EVE, false)] {
        let world = World::new().await;
        world.account(EVE).await;
        let ada = world.signed_in().await;
        let refresh = world.log_in(owner, PASSWORD).await.unwrap().tokens.refresh;
        let cookie = format!("__Host-bookplate_rt={}", refresh.expose_secret());
        let with_cookie =
            || signed(request(Method::DELETE, ME), &ada).insert_header(("cookie", cookie.clone()));
        let foreign =
            world.send(with_cookie().insert_header(("origin", "https://evil.example"))).await;
        foreign.problem(403, "ORIGIN_NOT_ALLOWED");
        assert!(world.is_signed_in(&ada).await);
        let answer = world.send(with_cookie().insert_header(("origin", HERE))).await.is(204);
        assert_eq!(answer.header("set-cookie").contains("Max-Age=0"), forgotten, "{owner}");
    }
}
