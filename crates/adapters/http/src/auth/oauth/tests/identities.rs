//! The ways to sign in to an account.

use actix_web::http::Method;
use bookplate_domain::roles::Role;
use serde_json::{Value, json};

use crate::testing::{ADA, MINUTE, NEW, PASSWORD, PROVIDER, VERIFIER, World};

const IDENTITIES: &str = "/api/v1/users/me/identities";

#[actix_web::test]
async fn an_identity_is_linked_shown_and_unlinked() {
    let world = World::new().await;
    let ada = world.signed_in_as(ADA, Role::User).await;
    let code = world.one_time_code(NEW).await;
    let body = json!({ "code": code, "codeVerifier": VERIFIER });
    let linked = world.post_json(IDENTITIES, body, Some(&ada)).await.is(201);
    assert_eq!(linked.header("location"), IDENTITIES);
    assert_eq!(linked.json()["provider"], PROVIDER);
    assert_eq!(linked.json()["email"], NEW);
    let list = world.get(IDENTITIES, &ada).await.is(200).json();
    let password = json!({ "provider": "password", "email": null, "createdAt": null });
    assert_eq!(list, json!({ "data": [password, linked.json()], "nextCursor": null }));

    let path = format!("{IDENTITIES}/{PROVIDER}");
    let other = world.log_in(ADA, PASSWORD).await.unwrap();
    world.call(Method::DELETE, &path, Some(&ada)).await.is(204);
    assert!(world.is_signed_in(&ada).await && !world.is_signed_in(&other).await);
    world.call(Method::DELETE, &path, Some(&ada)).await.problem(404, "NOT_FOUND");
    let last = format!("{IDENTITIES}/password");
    world.call(Method::DELETE, &last, Some(&ada)).await.problem(409, "LAST_SIGN_IN_METHOD");
    let letters = world.letters().await;
    let told = letters.iter().filter(|letter| letter.to == ADA);
    let mut told: Vec<_> = told.map(|letter| letter.mail.kind()).collect();
    told.sort_unstable();
    assert_eq!(told, ["sign_in_method_added", "sign_in_method_removed"]);
}

#[actix_web::test]
async fn who_has_another_way_needs_no_password() {
    let world = World::new().await;
    let ada = world.signed_in_as(ADA, Role::User).await;
    world.linked(ada.user.id).await;
    let path = format!("{IDENTITIES}/password");
    world.call(Method::DELETE, &path, Some(&ada)).await.is(204);
    assert!(world.log_in(ADA, PASSWORD).await.is_none());
    let list = world.get(IDENTITIES, &ada).await.is(200).json();
    let names: Vec<&Value> =
        list["data"].as_array().unwrap().iter().map(|i| &i["provider"]).collect();
    assert_eq!(names, [PROVIDER]);
}

#[actix_web::test]
async fn linking_and_unlinking_ask_for_a_fresh_proof() {
    let world = World::new().await;
    let ada = world.signed_in_as(ADA, Role::User).await;
    world.linked(ada.user.id).await;
    world.clock.advance(10 * MINUTE);
    let code = world.one_time_code(NEW).await;
    let body = json!({ "code": code, "codeVerifier": VERIFIER });
    let refused = world.post_json(IDENTITIES, body, Some(&ada)).await;
    refused.problem(403, "REAUTH_REQUIRED");
    let path = format!("{IDENTITIES}/{PROVIDER}");
    world.call(Method::DELETE, &path, Some(&ada)).await.problem(403, "REAUTH_REQUIRED");
}

#[actix_web::test]
async fn an_identity_belongs_to_one_account() {
    let world = World::new().await;
    let ada = world.signed_in_as(ADA, Role::User).await;
    let eve = world.signed_in_as("eve@example.com", Role::User).await;
    let linked = world.linked(ada.user.id).await;
    let link = async |by, assertion| {
        let way = world.start().await;
        world.provider.say(assertion);
        let page = world.come_back(&way).await;
        let (_, code) = page.split_once("#code=").unwrap();
        let body = json!({ "code": code, "codeVerifier": VERIFIER });
        world.post_json(IDENTITIES, body, Some(by)).await
    };
    link(&eve, linked.clone()).await.problem(409, "IDENTITY_TAKEN");
    link(&ada, linked).await.is(201);
    let another = world.provider_knows(NEW);
    link(&ada, another).await.problem(409, "PROVIDER_ALREADY_LINKED");
}

#[actix_web::test]
async fn the_buttons_stand_in_the_configuration() {
    let world = World::new().await;
    let config = world.call(Method::GET, "/api/v1/config", None).await.is(200).json();
    let acme = json!({ "name": PROVIDER, "kind": "oidc", "title": "Acme" });
    assert_eq!(config["providers"], json!([acme]));
}
