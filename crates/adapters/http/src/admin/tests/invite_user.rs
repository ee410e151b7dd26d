use actix_web::http::Method;
use bookplate_domain::roles::Role;
use serde_json::{Value, json};

use super::{USERS, path_of};
use crate::testing::{ADA, DAY, OTHER_PASSWORD, PASSWORD, World};

const ACCEPT: &str = "/api/v1/auth/invitation/accept";

#[actix_web::test]
async fn whoever_is_asked_in_takes_the_account_over() {
    let world = World::new().await;
    let root = world.root().await;
    let invite = json!({ "email": ADA, "role": "moderator", "language": "de-AT" });
    let made = world.post_json(USERS, invite, Some(&root)).await.is(201);
    let user = made.json();
    assert_eq!(made.header("location"), format!("{USERS}/{}", user["id"].as_str().unwrap()));
    assert_eq!(made.header("etag"), "\"1\"");
    assert_eq!((&user["role"], &user["name"]), (&json!("moderator"), &Value::Null));
    assert_eq!((&user["emailVerified"], &user["hasPassword"]), (&json!(false), &json!(false)));
    assert_eq!(world.get(made.header("location"), &root).await.is(200).json(), user);

    let token = world.token_to(ADA).await;
    let accept = json!({ "token": token, "name": "Ada", "password": PASSWORD });
    let accepted = world.post_json(ACCEPT, accept.clone(), None).await.is(200);
    assert_eq!(accepted.json(), json!({ "email": ADA }));
    assert_eq!(accepted.header("set-cookie"), "");
    let ada = world.log_in(ADA, PASSWORD).await.unwrap();
    assert_eq!(ada.user.role, Role::Moderator);
    assert_eq!(ada.user.locale.language.unwrap().as_str(), "de-AT");
    world.post_json(ACCEPT, accept, None).await.problem(400, "INVALID_TOKEN");
}

#[actix_web::test]
async fn a_weak_password_spends_nothing_and_a_late_link_has_expired() {
    let world = World::new().await;
    let token = world.invitation_token().await;
    let weak = json!({ "token": token, "name": "Ada", "password": "password1234" });
    let answer = world.post_json(ACCEPT, weak, None).await;
    assert_eq!(answer.faults(), ["password PASSWORD_TOO_WEAK"]);
    let empty = world.post_json(ACCEPT, json!({ "role": "admin" }), None).await;
    assert_eq!(
        empty.faults(),
        ["name REQUIRED", "password REQUIRED", "role UNKNOWN_FIELD", "token REQUIRED"]
    );
    let wrong = json!({ "token": "x", "name": "", "password": "short" });
    let answer = world.post_json(ACCEPT, wrong, None).await;
    assert_eq!(answer.faults(), ["name REQUIRED", "password PASSWORD_TOO_SHORT"]);
    world.clock.advance(7 * DAY);
    let late = json!({ "token": token, "name": "Ada", "password": OTHER_PASSWORD });
    world.post_json(ACCEPT, late, None).await.problem(400, "TOKEN_EXPIRED");
}

#[actix_web::test]
async fn who_is_asked_in_is_judged_like_anybody() {
    let world = World::new().await;
    let root = world.root().await;
    world.account(ADA).await;
    let taken = world.post_json(USERS, json!({ "email": ADA }), Some(&root)).await;
    taken.problem(409, "EMAIL_EXISTS");
    let wrong = json!({
        "email": "x", "name": "", "role": "anonymous", "language": "?", "timezone": "../etc",
        "password": PASSWORD, "emailVerified": true,
    });
    let answer = world.post_json(USERS, wrong, Some(&root)).await;
    assert_eq!(
        answer.faults(),
        [
            "email INVALID_FORMAT",
            "emailVerified UNKNOWN_FIELD",
            "language INVALID_FORMAT",
            "name REQUIRED",
            "password UNKNOWN_FIELD",
            "role NOT_ALLOWED",
            "timezone NOT_ALLOWED",
        ]
    );
}

#[actix_web::test]
async fn a_link_for_a_new_password_is_mailed() {
    let world = World::new().await;
    let (root, ada) = (world.root().await, world.signed_in().await);
    let reset = format!("{}/password-reset", path_of(&ada));
    let answer = world.call(Method::POST, &reset, Some(&root)).await.is(202);
    assert_eq!(answer.text, "");
    assert!(world.is_signed_in(&ada).await);
    let confirm = json!({ "token": world.token_to(ADA).await, "password": OTHER_PASSWORD });
    world.post_json("/api/v1/auth/password-reset/confirm", confirm, None).await.is(204);
    assert!(world.log_in(ADA, OTHER_PASSWORD).await.is_some());
    let visitor = path_of(&world.visitor().await);
    let none = world.call(Method::POST, &format!("{visitor}/password-reset"), Some(&root)).await;
    none.problem(404, "NOT_FOUND");
}
