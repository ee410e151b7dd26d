use actix_web::http::Method;
use bookplate_domain::roles::Role;
use serde_json::{Value, json};

use super::{USERS, path_of};
use crate::testing::{ADA, DAY, PASSWORD, World, request, signed};

#[actix_web::test]
async fn another_role_ends_every_session() {
    let world = World::new().await;
    let (root, ada) = (world.root().await, world.signed_in().await);
    let answer = world.patch_json(&path_of(&ada), json!({ "role": "moderator" }), &root).await;
    let answer = answer.is(200);
    assert_eq!((&answer.json()["role"], answer.header("etag")), (&json!("moderator"), "\"2\""));
    assert!(!world.is_signed_in(&ada).await);
    let ada = world.log_in(ADA, PASSWORD).await.unwrap();
    world.get(USERS, &ada).await.is(200);
}

#[actix_web::test]
async fn a_suspended_account_is_told_so_after_the_right_password_only() {
    let world = World::new().await;
    let (root, ada) = (world.root().await, world.signed_in().await);
    let until = world.app.now().plus(DAY).to_string();
    let suspend = json!({
        "status": "suspended", "suspensionReason": " spam ", "suspendedUntil": until,
    });
    let user = world.patch_json(&path_of(&ada), suspend, &root).await.is(200).json();
    let at = world.app.now().to_string();
    assert_eq!(user["status"], "suspended");
    assert_eq!(user["suspension"], json!({ "at": at, "until": until, "reason": "spam" }));
    assert!(!world.is_signed_in(&ada).await);
    for (password, status, code) in
        [(PASSWORD, 403, "ACCOUNT_SUSPENDED"), ("a wrong guess 81", 401, "INVALID_CREDENTIALS")]
    {
        let log_in = json!({ "email": ADA, "password": password });
        let answer = world.post_json("/api/v1/auth/login", log_in, None).await;
        assert!(!answer.text.contains("spam"));
        answer.problem(status, code);
    }
    let reset = format!("{}/password-reset", path_of(&ada));
    let answer = world.call(Method::POST, &reset, Some(&root)).await;
    answer.problem(403, "ACCOUNT_SUSPENDED");

    world.clock.advance(DAY);
    let root = world.log_in(super::ROOT, PASSWORD).await.unwrap();
    let user = world.get(&path_of(&ada), &root).await.is(200).json();
    assert_eq!((&user["status"], &user["suspension"]), (&json!("active"), &Value::Null));
    assert!(world.log_in(ADA, PASSWORD).await.is_some());
}

#[actix_web::test]
async fn what_is_known_of_a_suspension_is_known_until_it_ends() {
    let world = World::new().await;
    let (root, ada) = (world.root().await, world.signed_in().await);
    let until = world.app.now().plus(DAY).to_string();
    let path = path_of(&ada);
    let suspend = |until: Value| {
        let body = json!({
            "status": "suspended", "suspensionReason": "spam", "suspendedUntil": until,
        });
        world.patch_json(&path, body, &root)
    };
    let known = |etag: String| {
        let get = request(Method::GET, &path_of(&ada)).insert_header(("if-none-match", etag));
        world.send(signed(get, &root))
    };
    let etag = suspend(Value::Null).await.is(200).header("etag").to_owned();
    assert_eq!(etag, "\"2-suspended\"");
    let etag = suspend(json!(until)).await.is(200).header("etag").to_owned();
    assert_eq!(known(etag.clone()).await.is(304).header("etag"), etag);
    known("\"3\"".to_owned()).await.is(200);

    world.clock.advance(DAY);
    let root = world.log_in(super::ROOT, PASSWORD).await.unwrap();
    let get = request(Method::GET, &path).insert_header(("if-none-match", etag.clone()));
    let answer = world.send(signed(get, &root)).await.is(200);
    assert_eq!(answer.header("etag"), "\"3\"", "the same version in another state");
    let patch = request(Method::PATCH, &path).set_json(json!({ "name": "B" }));
    let patch = world.send(signed(patch.insert_header(("if-match", etag)), &root)).await;
    assert_eq!(patch.is(200).header("etag"), "\"4\"", "time is nobody's change");
}

#[actix_web::test]
async fn reinstating_takes_a_suspension_back() {
    let world = World::new().await;
    let (root, ada) = (world.root().await, world.signed_in().await);
    world.suspend(ada.user.id).await;
    let user = world.patch_json(&path_of(&ada), json!({ "status": "active" }), &root).await;
    let user = user.is(200).json();
    assert_eq!((&user["status"], &user["suspension"]), (&json!("active"), &Value::Null));
    assert!(world.log_in(ADA, PASSWORD).await.is_some());
}

#[actix_web::test]
async fn what_belongs_together_comes_together() {
    let world = World::new().await;
    let (root, ada) = (world.root().await, world.signed_in().await);
    let past = world.app.now().to_string();
    for (wrong, faults) in [
        (json!({ "status": "suspended" }), vec!["suspensionReason REQUIRED"]),
        (
            json!({ "status": "active", "suspensionReason": "x", "suspendedUntil": past }),
            vec!["suspendedUntil NOT_ALLOWED", "suspensionReason NOT_ALLOWED"],
        ),
        (json!({ "suspensionReason": "x" }), vec!["suspensionReason NOT_ALLOWED"]),
        (
            json!({ "status": "suspended", "suspensionReason": "x", "suspendedUntil": past }),
            vec!["suspendedUntil OUT_OF_RANGE"],
        ),
        (
            json!({ "status": "suspended", "suspensionReason": "x", "suspendedUntil": "soon" }),
            vec!["suspendedUntil INVALID_FORMAT"],
        ),
        (json!({ "status": "gone" }), vec!["status NOT_ALLOWED"]),
        (json!({ "status": null, "role": null }), vec!["role REQUIRED", "status REQUIRED"]),
        (json!({ "role": "anonymous" }), vec!["role NOT_ALLOWED"]),
        (json!({ "role": "boss", "name": " " }), vec!["name REQUIRED", "role NOT_ALLOWED"]),
    ] {
        let answer = world.patch_json(&path_of(&ada), wrong.clone(), &root).await;
        assert_eq!(answer.faults(), faults, "{wrong}");
        answer.problem(422, "VALIDATION_ERROR");
    }
    assert!(world.is_signed_in(&ada).await);
}

#[actix_web::test]
async fn what_is_not_to_be_changed_is_no_field() {
    let world = World::new().await;
    let (root, ada) = (world.root().await, world.signed_in().await);
    let before = world.get(&path_of(&ada), &root).await.is(200).json();
    for field in ["id", "email", "emailVerified", "createdAt", "passwordHash", "version", "bio"] {
        let body = json!({ "role": "admin", (field): true });
        let answer = world.patch_json(&path_of(&ada), body, &root).await;
        assert_eq!(answer.faults(), [format!("{field} UNKNOWN_FIELD")]);
    }
    assert_eq!(world.get(&path_of(&ada), &root).await.is(200).json(), before);
}

#[actix_web::test]
async fn only_the_version_that_was_read_is_changed() {
    let world = World::new().await;
    let (root, ada) = (world.root().await, world.signed_in().await);
    let patch = |tag: &str| {
        let patch = request(Method::PATCH, &path_of(&ada)).set_json(json!({ "name": "B" }));
        world.send(signed(patch.insert_header(("if-match", tag)), &root))
    };
    patch("\"2\"").await.problem(412, "VERSION_CONFLICT");
    patch("2").await.problem(400, "MALFORMED_REQUEST");
    assert_eq!(patch("\"7\", \"1\"").await.is(200).header("etag"), "\"2\"");
}

#[actix_web::test]
async fn the_last_active_admin_stays_one() {
    let world = World::new().await;
    let root = world.root().await;
    let second = world.signed_in_as("second@example.com", Role::Admin).await;
    world.suspend(root.user.id).await;
    // The other way round nobody could ask: an admin does not act on the own account.
    let own = world.patch_json(&path_of(&second), json!({ "role": "user" }), &second).await;
    own.problem(403, "FORBIDDEN");
    let me = world.call(Method::DELETE, "/api/v1/users/me", Some(&second)).await;
    me.problem(409, "LAST_ADMIN");
    world.call(Method::DELETE, &path_of(&root), Some(&second)).await.is(204);
}

#[actix_web::test]
async fn an_account_is_deleted() {
    let world = World::new().await;
    let (root, ada) = (world.root().await, world.signed_in().await);
    world.call(Method::DELETE, &path_of(&ada), Some(&root)).await.is(204);
    assert!(!world.is_signed_in(&ada).await);
    assert!(world.log_in(ADA, PASSWORD).await.is_none());
    for method in [Method::DELETE, Method::GET] {
        world.call(method, &path_of(&ada), Some(&root)).await.problem(404, "NOT_FOUND");
    }
    let change = world.patch_json(&path_of(&ada), json!({ "name": "A" }), &root).await;
    change.problem(404, "NOT_FOUND");
}
