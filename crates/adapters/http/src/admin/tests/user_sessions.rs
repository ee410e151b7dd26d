use actix_web::http::Method;
use bookplate_domain::roles::Role;
use serde_json::json;

use super::{USERS, path_of};
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

#[actix_web::test]
async fn what_is_no_id_names_nobody_to_whoever_has_a_credential() {
    let world = World::new().await;
    let root = world.root().await;
    for no_id in ["x", "7", "01a1fd70-f207-74d0-8512-0bd70c99ba8"] {
        let path = format!("{USERS}/{no_id}/sessions");
        for method in [Method::GET, Method::DELETE] {
            world.call(method.clone(), &path, None).await.problem(401, "UNAUTHORIZED");
            world.call(method, &path, Some(&root)).await.problem(404, "NOT_FOUND");
        }
    }
}
