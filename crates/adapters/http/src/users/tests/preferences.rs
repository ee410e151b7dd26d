use serde_json::{Value, json};

use super::PREFERENCES;
use crate::testing::World;

#[actix_web::test]
async fn preferences_are_whole_from_the_start_and_merge() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    let initial = world.get(PREFERENCES, &ada).await.is(200).json();
    assert_eq!((&initial["theme"], &initial["language"]), (&json!("system"), &Value::Null));
    let change = json!({
        "theme": "dark", "language": "de-AT", "timezone": "Europe/Vienna",
        "chat": { "temperature": 0.5 }, "custom": { "a": { "b": 1, "c": 2 } },
    });
    let changed = world.patch_json(PREFERENCES, change, &ada).await.is(200);
    assert_eq!(changed.header("etag"), "\"2\"");
    let mut expected = initial;
    expected["theme"] = json!("dark");
    expected["language"] = json!("de-AT");
    expected["timezone"] = json!("Europe/Vienna");
    expected["chat"]["temperature"] = json!(0.5);
    expected["custom"] = json!({ "a": { "b": 1, "c": 2 } });
    assert_eq!(changed.json(), expected);

    let deep = json!({ "custom": { "a": { "b": null } }, "theme": null });
    let changed = world.patch_json(PREFERENCES, deep, &ada).await.is(200).json();
    assert_eq!(
        (&changed["custom"], &changed["theme"]),
        (&json!({ "a": { "c": 2 } }), &json!("system"))
    );
    assert_eq!(world.get(PREFERENCES, &ada).await.is(200).json(), changed);
}

#[actix_web::test]
async fn what_was_read_can_be_sent_back() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    let read = world.get(PREFERENCES, &ada).await.is(200).json();
    let again = world.patch_json(PREFERENCES, read.clone(), &ada).await.is(200);
    assert_eq!((again.header("etag"), again.json()), ("\"1\"", read));
}

#[actix_web::test]
async fn a_visitor_has_preferences_too_and_everybody_their_own() {
    let world = World::new().await;
    let (ada, visitor) = (world.signed_in().await, world.visitor().await);
    world.patch_json(PREFERENCES, json!({ "theme": "dark" }), &visitor).await.is(200);
    assert_eq!(world.get(PREFERENCES, &visitor).await.json()["theme"], "dark");
    assert_eq!(world.get(PREFERENCES, &ada).await.json()["theme"], "system");
}

#[actix_web::test]
async fn every_wrong_member_is_named_by_its_path() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    let wrong = json!({ "theme": "red", "chat": { "temperature": 3, "role": "x" }, "version": 2 });
    let answer = world.patch_json(PREFERENCES, wrong, &ada).await;
    assert_eq!(
        answer.faults(),
        [
            "chat.role UNKNOWN_FIELD",
            "chat.temperature OUT_OF_RANGE",
            "theme NOT_ALLOWED",
            "version UNKNOWN_FIELD",
        ]
    );
    answer.problem(422, "VALIDATION_ERROR");
    let large = json!({ "custom": { "a": "x".repeat(9000) } });
    let answer = world.patch_json(PREFERENCES, large, &ada).await;
    assert_eq!(answer.faults(), ["custom TOO_LONG"]);
}
