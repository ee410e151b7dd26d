use actix_web::http::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::testing::{ADA, PASSWORD, World, policy, request};

const ANONYMOUS: &str = "/api/v1/auth/anonymous";

#[actix_web::test]
async fn a_visitor_is_let_in_with_or_without_a_body() {
    let world = World::new().await;
    for body in [None, Some(json!({})), Some(json!({ "transport": "body" }))] {
        let mut visit = request(Method::POST, ANONYMOUS);
        if let Some(body) = body {
            visit = visit.set_json(body);
        }
        let answer = world.send(visit).await.is(201);
        assert_eq!(answer.header("location"), "/api/v1/users/me");
        let outcome = answer.json();
        assert_eq!(outcome["status"], "authenticated");
        assert_eq!(outcome["user"]["role"], "anonymous");
        for nothing in ["email", "name", "image", "bio"] {
            assert_eq!(outcome["user"][nothing], Value::Null, "{nothing}");
        }
        assert_eq!(outcome["tokens"]["refreshExpiresIn"], 30 * 86_400);
        let token = outcome["tokens"]["accessToken"].as_str().unwrap();
        let session = request(Method::GET, "/api/v1/auth/session");
        let session = session.insert_header(("authorization", format!("Bearer {token}")));
        assert_eq!(world.send(session).await.is(200).json()["status"], "anonymous");
    }
    let wrong = json!({ "transport": "pigeon", "role": "admin" });
    let answer = world.post_json(ANONYMOUS, wrong, None).await;
    assert_eq!(answer.faults(), ["role UNKNOWN_FIELD", "transport NOT_ALLOWED"]);
}

#[actix_web::test]
async fn where_visitors_are_not_let_in_the_answer_is_403() {
    let mut policy = policy();
    policy.visitors.enabled = false;
    let world = World::run_by(policy, crate::testing::config()).await;
    world.post_json(ANONYMOUS, json!({}), None).await.problem(403, "FORBIDDEN");
}

#[actix_web::test]
async fn a_visitor_registers_in_place() {
    let world = World::new().await;
    let visitor = world.visitor().await;
    let body = json!({ "email": ADA, "name": "Ada", "password": PASSWORD });
    world.post_json("/api/v1/auth/register", body, Some(&visitor)).await.is(202);
    let token = world.letters().await.remove(0).token.unwrap();
    let body = json!({ "token": token.expose_secret() });
    world.post_json("/api/v1/auth/verify-email", body, None).await.is(200);
    let refresh = json!({ "refreshToken": visitor.tokens.refresh.expose_secret() });
    world.post_json("/api/v1/auth/refresh", refresh, None).await.is(200);
    let grant = world.log_in(ADA, PASSWORD).await.unwrap();
    assert_eq!(grant.user.id, visitor.user.id);
}

#[actix_web::test]
async fn a_visitor_who_logs_in_is_gone_and_a_bad_credential_is_not_ignored() {
    let world = World::new().await;
    world.account(ADA).await;
    let visitor = world.visitor().await;
    let body = json!({ "email": ADA, "password": PASSWORD });
    world.post_json("/api/v1/auth/login", body.clone(), Some(&visitor)).await.is(200);
    for path in ["/api/v1/auth/login", "/api/v1/auth/register"] {
        let dead = world.post_json(path, body.clone(), Some(&visitor)).await;
        dead.problem(401, "SESSION_REVOKED");
    }
}
