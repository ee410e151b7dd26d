use serde_json::{Value, json};

use super::ME;
use crate::testing::{PASSWORD, World, request, signed};
use actix_web::http::Method;

#[actix_web::test]
async fn name_picture_and_words_are_changed_and_taken_away() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    world.clock.advance(crate::testing::MINUTE);
    let change =
        json!({ "name": " Ada Lovelace ", "image": "https://Example.com/a.png", "bio": "Reads." });
    let answer = world.patch_json(ME, change, &ada).await.is(200);
    assert_eq!((answer.header("etag"), answer.header("cache-control")), ("\"2\"", "no-store"));
    let user = answer.json();
    assert_eq!(user["name"], "Ada Lovelace");
    assert_eq!(user["image"], "https://example.com/a.png");
    assert_eq!(user["bio"], "Reads.");
    assert_eq!(user["version"], 2);
    assert_eq!(user["updatedAt"], world.app.now().to_string());
    assert_eq!(world.get(ME, &ada).await.is(200).json(), user);

    let less = world.patch_json(ME, json!({ "image": null }), &ada).await.is(200).json();
    assert_eq!((&less["image"], &less["bio"]), (&Value::Null, &json!("Reads.")));
    assert_eq!(less["version"], 3);
}

#[actix_web::test]
async fn a_change_that_changes_nothing_leaves_the_version() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    for nothing in [json!({}), json!({ "name": "Ada" }), json!({ "bio": null })] {
        let answer = world.patch_json(ME, nothing, &ada).await.is(200);
        assert_eq!(answer.header("etag"), "\"1\"");
    }
}

#[actix_web::test]
async fn every_wrong_field_is_named() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    let wrong = json!({ "name": null, "image": "javascript:alert(1)", "bio": 5, "colour": "red" });
    let answer = world.patch_json(ME, wrong, &ada).await;
    assert_eq!(
        answer.faults(),
        ["bio INVALID_FORMAT", "colour UNKNOWN_FIELD", "image NOT_ALLOWED", "name REQUIRED",]
    );
    answer.problem(422, "VALIDATION_ERROR");
}

#[actix_web::test]
async fn nobody_makes_more_of_oneself() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    let before = world.get(ME, &ada).await.is(200).json();
    for (field, value) in [
        ("role", json!("admin")),
        ("id", json!("01890000-0000-7000-8000-000000000000")),
        ("email", json!("eve@example.com")),
        ("emailVerified", json!(true)),
        ("createdAt", json!("2020-01-01T00:00:00.000Z")),
        ("passwordHash", json!("$2b$04$x")),
        ("password", json!(PASSWORD)),
        ("status", json!("active")),
        ("version", json!(9)),
        ("epoch", json!(9)),
    ] {
        let answer = world.patch_json(ME, json!({ "name": "Eve", (field): value }), &ada).await;
        assert_eq!(answer.faults(), [format!("{field} UNKNOWN_FIELD")]);
        answer.problem(422, "VALIDATION_ERROR");
        assert_eq!(world.get(ME, &ada).await.is(200).json(), before, "{field}");
    }
}

#[actix_web::test]
async fn a_merge_patch_may_say_so_and_another_body_is_refused() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    let patch = |media_type: &'static str, body: &'static str| {
        let request = request(Method::PATCH, ME).insert_header(("content-type", media_type));
        world.send(signed(request.set_payload(body), &ada))
    };
    patch("application/merge-patch+json", r#"{"name":"A"}"#).await.is(200);
    patch("application/json; charset=utf-8", r#"{"name":"B"}"#).await.is(200);
    patch("text/plain", r#"{"name":"C"}"#).await.problem(415, "UNSUPPORTED_MEDIA_TYPE");
    patch("application/json-patch+json", "[]").await.problem(415, "UNSUPPORTED_MEDIA_TYPE");
    for malformed in ["[]", "null", "{", "", r#"{"name":"C","name":"D"}"#] {
        patch("application/json", malformed).await.problem(400, "MALFORMED_REQUEST");
    }
    assert_eq!(world.get(ME, &ada).await.json()["name"], "B");
}
