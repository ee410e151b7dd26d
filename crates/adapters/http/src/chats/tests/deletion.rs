use actix_web::http::Method;
use serde_json::json;

use super::{CHATS, chosen, place, world};
use crate::testing::{messages_of, request, said, signed};

#[actix_web::test]
async fn a_chat_is_deleted_with_its_messages() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let delete = |tag: &'static str| {
        let delete = request(Method::DELETE, &place(id)).insert_header(("if-match", tag));
        world.send(signed(delete, &ada))
    };
    delete("\"1\"").await.problem(412, "VERSION_CONFLICT");
    delete("\"2\"").await.is(204);
    for path in [place(id), messages_of(id), format!("{}/q1", messages_of(id))] {
        world.get(&path, &ada).await.problem(404, "NOT_FOUND");
    }
    world.call(Method::DELETE, &place(id), Some(&ada)).await.problem(404, "NOT_FOUND");
    let hits = world.get(&format!("{CHATS}/search?q=pid"), &ada).await.is(200).json();
    assert_eq!(hits["data"], json!([]));
}

#[actix_web::test]
async fn several_chats_are_deleted_at_once_and_anothers_are_passed_over() {
    let (world, ada) = world().await;
    let eve = world.visitor().await;
    let (mine, other) = (world.chat_of(&ada).await, world.chat_of(&ada).await);
    let hers = world.chat_of(&eve).await;
    let ids = [mine, mine, other, hers, chosen(7)].map(|id| id.to_string());
    let path = format!("{CHATS}/bulk-delete");
    let answer = world.post_json(&path, json!({ "chatIds": ids }), Some(&ada)).await.is(200);
    assert_eq!(answer.json(), json!({ "deleted": 2 }));
    assert_eq!(world.get(CHATS, &ada).await.json()["data"], json!([]));
    world.get(&place(hers), &eve).await.is(200);
}

#[actix_web::test]
async fn what_follows_a_deleted_message_follows_its_parent() {
    let (world, ada) = world().await;
    let id = chosen(1);
    let three = [said("a", "user", "x"), said("b", "assistant", "x"), said("c", "user", "y")];
    world.append(id, &three, &ada).await.is(201);
    let messages = messages_of(id);
    world.call(Method::DELETE, &format!("{messages}/b"), Some(&ada)).await.is(204);
    let c = world.get(&format!("{messages}/c"), &ada).await.is(200).json();
    assert_eq!((&c["parentId"], &c["seq"]), (&json!("a"), &json!(3)));
    world.call(Method::DELETE, &format!("{messages}/c"), Some(&ada)).await.is(204);
    let chat = world.get(&place(id), &ada).await.is(200).json();
    assert_eq!((&chat["headMessageId"], &chat["messageCount"]), (&json!("a"), &json!(1)));
    for gone in ["b", "c"] {
        let path = format!("{messages}/{gone}");
        world.call(Method::DELETE, &path, Some(&ada)).await.problem(404, "NOT_FOUND");
    }
}
