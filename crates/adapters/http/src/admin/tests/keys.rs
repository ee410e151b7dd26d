use actix_web::http::Method;
use bookplate_domain::roles::Role;
use serde_json::json;

use crate::testing::{ADA, MINUTE, PASSWORD, World, request};

const ROTATE: &str = "/api/v1/admin/keys/rotate";

#[actix_web::test]
async fn an_admin_makes_the_key_that_signs_next() {
    let world = World::new().await;
    world.account_of(ADA, Role::Admin).await;
    let admin = world.log_in(ADA, PASSWORD).await.unwrap();
    let made = world.post_json(ROTATE, json!({}), Some(&admin)).await.is(201);
    assert_eq!(made.header("location"), "/.well-known/jwks.json");
    let key = made.json();
    let now = admin.session.created_at;
    assert_eq!(key["createdAt"], now.to_string());
    assert_eq!(key["activeAt"], now.plus(6 * MINUTE).to_string());

    let published = world.send(request(Method::GET, made.header("location"))).await.is(200).json();
    let published = published["keys"].as_array().unwrap();
    assert_eq!(published.len(), 2);
    assert!(published.iter().any(|jwk| jwk["kid"] == key["kid"]));
    let again = world.post_json(ROTATE, json!({}), Some(&admin)).await.is(201);
    assert_eq!(again.json(), key, "one waits already");
}

#[actix_web::test]
async fn nobody_else_does() {
    let world = World::new().await;
    world.send(request(Method::POST, ROTATE)).await.problem(401, "UNAUTHORIZED");
    for (address, role) in [("u@example.com", Role::User), ("m@example.com", Role::Moderator)] {
        world.account_of(address, role).await;
        let caller = world.log_in(address, PASSWORD).await.unwrap();
        let answer = world.post_json(ROTATE, json!({}), Some(&caller)).await;
        answer.problem(403, "FORBIDDEN");
    }
    assert_eq!(world.app.sessions.list_signing_keys().await.unwrap().len(), 1);
}
