use actix_web::http::Method;
use bookplate_domain::roles::Role;
use serde_json::json;

use super::path_of;
use crate::testing::{ADA, MINUTE, PASSWORD, World};

#[actix_web::test]
async fn a_moderator_sees_and_ends_the_sessions_of_a_user() {
    let world = World::new().await;
    let moderator = world.signed_in_as("bob@example.com", Role::Moderator).await;
    let first = world.signed_in().await;
    world.clock.advance(MINUTE);
    let second = world.log_in(ADA, PASSWORD).await.unwrap();
    let path = format!("{}/sessions", path_of(&first));

    let list = world.get(&path, &moderator).await.is(200).json();
    let shown: Vec<_> = list["data"].as_array().unwrap().iter().map(|s| &s["id"]).collect();
    assert_eq!(
        shown,
        [&second, &first].map(|grant| json!(grant.session.id.to_string())).each_ref()
    );
    assert!(list["data"].as_array().unwrap().iter().all(|session| session["current"] == false));
    for count in [2, 0] {
        let ended = world.call(Method::DELETE, &path, Some(&moderator)).await.is(200);
        assert_eq!(ended.json(), json!({ "revoked": count }));
    }
    assert!(!world.is_signed_in(&first).await && !world.is_signed_in(&second).await);
    assert_eq!(world.get(&path, &moderator).await.is(200).json()["data"], json!([]));
}
