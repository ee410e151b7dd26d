use actix_web::http::Method;
use serde_json::{Value, json};

use super::{place, world};
use crate::testing::{MINUTE, QUESTION, messages_of};

#[actix_web::test]
async fn feedback_is_given_replaced_and_taken_back() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let message = format!("{}/{QUESTION}", messages_of(id));
    let feedback = format!("{message}/feedback");
    let before = world.get(&place(id), &ada).await.is(200).json();
    let first = json!({ "rating": "down", "comment": "<b>No</b>\r\n\tshe said." });
    let shown = world.put_json(&feedback, first, &ada).await.is(200).json();
    let at = world.app.now().to_string();
    let expected =
        json!({ "rating": "down", "comment": "<b>No</b>\r\n\tshe said.", "updatedAt": at });
    assert_eq!((&shown["id"], &shown["feedback"]), (&json!(QUESTION), &expected));
    assert_eq!(world.get(&message, &ada).await.json(), shown);

    world.clock.advance(MINUTE);
    let shown = world.put_json(&feedback, json!({ "rating": "up" }), &ada).await.is(200).json();
    let at = world.app.now().to_string();
    assert_eq!(shown["feedback"], json!({ "rating": "up", "comment": null, "updatedAt": at }));
    for _ in 0..2 {
        world.call(Method::DELETE, &feedback, Some(&ada)).await.is(204);
    }
    assert_eq!(world.get(&message, &ada).await.json()["feedback"], Value::Null);
    assert_eq!(world.get(&place(id), &ada).await.json(), before, "no word of it moves the chat");
}

#[actix_web::test]
async fn a_message_is_reported_once_while_that_is_open() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let path = format!("{}/{QUESTION}/report", messages_of(id));
    let body = json!({ "reason": "self_harm", "comment": " It says so. " });
    let answer = world.post_json(&path, body, Some(&ada)).await.is(201);
    let report = answer.json();
    let report_id = report["id"].as_str().unwrap();
    assert_eq!(answer.header("location"), "", "it is for moderators to read");
    let at = world.app.now().to_string();
    let expected = json!({
        "id": report_id, "chatId": id.to_string(), "messageId": QUESTION, "reason": "self_harm",
        "comment": " It says so. ", "status": "open", "createdAt": at,
    });
    assert_eq!(report, expected);
    world.clock.advance(MINUTE);
    let again = world.post_json(&path, json!({ "reason": "spam" }), Some(&ada)).await.is(200);
    assert_eq!((again.json(), again.header("location")), (expected, ""));
}
