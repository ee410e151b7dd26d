//! Another's chat is answered like one that is not there, on every route.

use actix_web::http::Method;
use bookplate_domain::{roles::Role, shared::ChatId};
use serde_json::{Value, json};

use super::{chosen, place, world};
use crate::testing::{Answer, QUESTION, document, said};

/// Every operation on one chat, with a body that is right.
fn operations() -> Vec<(Method, String, Option<Value>)> {
    let document = document();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(below) = path.strip_prefix("/api/v1/chats/{chatId}") else { continue };
        for method in item.as_object().unwrap().keys() {
            let body = match (method.as_str(), below) {
                ("get" | "delete", _) => None,
                ("patch", "") => Some(json!({ "title": "Mine" })),
                ("post", "/messages") => Some(json!({ "messages": [said("new", "user", "x")] })),
                ("put", "/messages/{messageId}") => Some(json!({ "role": "user", "content": "x" })),
                ("put", "/messages/{messageId}/feedback") => Some(json!({ "rating": "up" })),
                ("post", "/messages/{messageId}/report") => Some(json!({ "reason": "spam" })),
                other => panic!("nobody says what body {other:?} takes"),
            };
            operations.push((method.to_uppercase().parse().unwrap(), below.to_owned(), body));
        }
    }
    assert!(operations.len() >= 12, "{operations:?}");
    operations
}

/// What an answer says, but for what names the one request.
fn said_by(answer: &Answer) -> (u16, Value, Vec<(String, String)>) {
    let mut body = answer.json();
    body.as_object_mut().unwrap().remove("requestId");
    let headers = answer.headers.iter().filter(|(name, _)| *name != "x-request-id");
    let headers =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let mut headers: Vec<_> = headers.collect();
    headers.sort_unstable();
    (answer.status.as_u16(), body, headers)
}

#[actix_web::test]
async fn anothers_chat_is_answered_like_one_that_is_not_there() {
    let (world, ada) = world().await;
    let theirs = world.chat_of(&ada).await;
    let before = world.get(&place(theirs), &ada).await.is(200).json();
    let strangers = [
        world.visitor().await,
        world.signed_in_as("bob@example.com", Role::User).await,
        world.signed_in_as("mary@example.com", Role::Moderator).await,
        world.signed_in_as("root@example.com", Role::Admin).await,
    ];
    for (method, below, body) in operations() {
        for stranger in &strangers {
            let ask = async |chat: &str, message: &str| {
                let path = format!("/api/v1/chats/{chat}{below}").replace("{messageId}", message);
                let body = body.clone().unwrap_or_default().to_string();
                world.send_bytes((method.clone(), &path), body, stranger).await
            };
            let missing = ask(&chosen(9).to_string(), QUESTION).await;
            let expected = said_by(&missing);
            missing.problem(404, "NOT_FOUND");
            let answer = ask(&theirs.to_string(), QUESTION).await;
            assert_eq!(said_by(&answer), expected, "{method} {below}");
            for no_id in ["x", "%00", "00000000-0000-7000-8000-00000000000"] {
                ask(no_id, QUESTION).await.problem(404, "NOT_FOUND");
            }
        }
    }
    assert_eq!(world.get(&place(theirs), &ada).await.is(200).json(), before);
}

#[actix_web::test]
async fn a_message_that_is_none_of_the_chat_is_not_found() {
    let (world, ada) = world().await;
    let (own, other): (ChatId, ChatId) = (world.chat_of(&ada).await, chosen(1));
    world.append(other, &[said("elsewhere", "user", "x")], &ada).await.is(201);
    let mut asked = 0;
    for (method, below, body) in operations() {
        let writes_it = method == Method::PUT && below.ends_with("{messageId}");
        if !below.contains("{messageId}") {
            continue;
        }
        for id in ["elsewhere", "missing", "a.b", "a%2Fb", "%00", &"x".repeat(65)] {
            if writes_it && MESSAGE_IDS.contains(&id) {
                continue;
            }
            let path = format!("{}{below}", place(own)).replace("{messageId}", id);
            let body = body.clone().unwrap_or_default().to_string();
            let answer = world.send_bytes((method.clone(), &path), body, &ada).await;
            answer.problem(404, "NOT_FOUND");
            asked += 1;
        }
    }
    assert!(asked > 30, "{asked}");
}

/// Those that a message could have.
const MESSAGE_IDS: [&str; 2] = ["elsewhere", "missing"];
