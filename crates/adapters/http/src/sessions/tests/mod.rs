use actix_web::{http::Method, test::TestRequest};
use bookplate_domain::sessions::SessionGrant;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::{
    HttpConfig,
    testing::{
        ADA, Answer, MINUTE, OTHER_PASSWORD, PASSWORD, World, config, policy, request, signed,
    },
};

mod feed;

const EVE: &str = "eve@example.com";

impl World {
    async fn delete(&self, path: &str, caller: &SessionGrant) -> Answer {
        self.send(signed(request(Method::DELETE, path), caller)).await
    }
}

fn path_of(grant: &SessionGrant) -> String {
    format!("/api/v1/sessions/{}", grant.session.id)
}

#[actix_web::test]
async fn the_list_shows_the_own_live_sessions_and_which_is_this() {
    let world = World::new().await;
    let first = world.signed_in().await;
    world.clock.advance(MINUTE);
    let second = world.log_in(ADA, PASSWORD).await.unwrap();
    world.account(EVE).await;
    let eve = world.log_in(EVE, PASSWORD).await.unwrap();

    let list = world.get("/api/v1/sessions", &second).await.is(200).json();
    assert_eq!(list["nextCursor"], Value::Null);
    let shown: Vec<(&Value, &Value)> =
        list["data"].as_array().unwrap().iter().map(|s| (&s["id"], &s["current"])).collect();
    let id = |grant: &SessionGrant| json!(grant.session.id.to_string());
    assert_eq!(shown, [(&id(&second), &json!(true)), (&id(&first), &json!(false))]);

    world.delete(&path_of(&first), &second).await.is(204);
    let list = world.get("/api/v1/sessions", &second).await.is(200).json();
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
    let hers = world.get("/api/v1/sessions", &eve).await.is(200).json();
    assert_eq!(hers["data"][0]["id"], id(&eve));
}

#[actix_web::test]
async fn a_session_that_was_ended_is_refused_at_once() {
    let world = World::new().await;
    let (one, other) = (world.signed_in().await, world.log_in(ADA, PASSWORD).await.unwrap());
    assert!(world.is_signed_in(&other).await);
    assert_eq!(world.delete(&path_of(&other), &one).await.is(204).text, "");
    world.get("/api/v1/users/me", &other).await.problem(401, "SESSION_REVOKED");
    world.delete(&path_of(&one), &one).await.is(204);
    world.get("/api/v1/users/me", &one).await.problem(401, "SESSION_REVOKED");
}

#[actix_web::test]
async fn a_session_that_is_not_mine_is_not_there() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    world.account(EVE).await;
    let eve = world.log_in(EVE, PASSWORD).await.unwrap();
    let ended = world.log_in(ADA, PASSWORD).await.unwrap();
    world.delete(&path_of(&ended), &ada).await.is(204);

    let hers = path_of(&eve);
    let unknown = "/api/v1/sessions/01890000-0000-7000-8000-000000000000".to_owned();
    let gone = path_of(&ended);
    for path in [&hers, &unknown, &gone, "/api/v1/sessions/x", "/api/v1/sessions/%00"] {
        world.delete(path, &ada).await.problem(404, "NOT_FOUND");
    }
    assert!(world.is_signed_in(&eve).await);
}

#[actix_web::test]
async fn all_others_end_and_are_counted() {
    let world = World::new().await;
    let here = world.signed_in().await;
    let other = world.log_in(ADA, PASSWORD).await.unwrap();
    world.log_in(ADA, PASSWORD).await.unwrap();
    assert!(world.is_signed_in(&other).await);
    for count in [2, 0] {
        let answer = world.delete("/api/v1/sessions", &here).await.is(200);
        assert_eq!(answer.json(), json!({ "revoked": count }));
    }
    assert!(world.is_signed_in(&here).await);
    assert!(!world.is_signed_in(&other).await);
}

#[actix_web::test]
async fn nobody_sees_or_ends_sessions_without_a_credential() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    for (method, path) in [
        (Method::GET, "/api/v1/sessions"),
        (Method::DELETE, "/api/v1/sessions"),
        (Method::DELETE, path_of(&ada).as_str()),
    ] {
        world.send(request(method, path)).await.problem(401, "UNAUTHORIZED");
    }
    assert!(world.is_signed_in(&ada).await);
}
