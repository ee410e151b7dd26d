use actix_web::http::Method;
use serde_json::{Value, json};

use super::{chosen, place, world};
use crate::testing::{MINUTE, request, said, signed};

#[actix_web::test]
async fn what_is_absent_stays_and_null_takes_away() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let before = world.get(&place(id), &ada).await.is(200).json();
    world.clock.advance(MINUTE);
    let change = json!({
        "title": "  Loops ", "pinned": true, "archived": true, "tags": ["b", "a", "b"],
        "metadata": { "a": 1, "b": { "c": 2 } },
    });
    let answer = world.patch_json(&place(id), change, &ada).await.is(200);
    assert_eq!(answer.header("etag"), "\"3\"");
    let now = world.app.now().to_string();
    let mut expected = before;
    for (member, value) in [
        ("title", json!("  Loops ")),
        ("titleSource", json!("user")),
        ("pinned", json!(true)),
        ("archived", json!(true)),
        ("tags", json!(["b", "a"])),
        ("metadata", json!({ "a": 1, "b": { "c": 2 } })),
        ("version", json!(3)),
        ("updatedAt", json!(now)),
    ] {
        expected[member] = value;
    }
    assert_eq!(answer.json(), expected, "and it has not moved");

    let take_away = json!({ "title": null, "tags": null, "metadata": { "b": { "c": null } } });
    let patch = request(Method::PATCH, &place(id))
        .insert_header(("content-type", "application/merge-patch+json"))
        .set_payload(take_away.to_string());
    let answer = world.send(signed(patch, &ada)).await.is(200).json();
    assert_eq!((&answer["title"], &answer["titleSource"]), (&Value::Null, &json!("auto")));
    assert_eq!((&answer["tags"], &answer["pinned"]), (&json!([]), &json!(true)));
    assert_eq!(answer["metadata"], json!({ "a": 1, "b": {} }));

    let nothing = world.patch_json(&place(id), json!({}), &ada).await.is(200);
    assert_eq!(nothing.header("etag"), "\"4\"");
}

#[actix_web::test]
async fn a_generated_title_never_overwrites_the_users() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let path = place(id);
    let title = |title: &str, source: &str| {
        world.patch_json(&path, json!({ "title": title, "titleSource": source }), &ada)
    };
    let chat = title("Made", "generated").await.is(200).json();
    assert_eq!((&chat["title"], &chat["titleSource"]), (&json!("Made"), &json!("generated")));
    title("Mine", "user").await.is(200);
    let chat = title("Made again", "generated").await.is(200).json();
    assert_eq!((&chat["title"], &chat["titleSource"]), (&json!("Mine"), &json!("user")));
}

#[actix_web::test]
async fn only_the_version_that_was_read_is_changed() {
    let (world, ada) = world().await;
    let id = chosen(1);
    world.append(id, &[said("q", "user", "x")], &ada).await.is(201);
    let patch = |tag: &'static str, title: &str| {
        let patch = request(Method::PATCH, &place(id)).set_json(json!({ "title": title }));
        world.send(signed(patch.insert_header(("if-match", tag)), &ada))
    };
    for stale in ["\"1\"", "W/\"2\"", "\"x\""] {
        patch(stale, "no").await.problem(412, "VERSION_CONFLICT");
    }
    patch("2", "no").await.problem(400, "MALFORMED_REQUEST");
    assert_eq!(patch("\"2\"", "one").await.is(200).header("etag"), "\"3\"");
    assert_eq!(patch("*", "two").await.is(200).header("etag"), "\"4\"");
}
