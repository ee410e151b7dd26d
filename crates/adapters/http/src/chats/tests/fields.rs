use actix_web::http::Method;
use serde_json::{Value, json};

use super::{CHATS, chosen, place, world};
use crate::testing::{QUESTION, messages_of, said};

#[actix_web::test]
async fn every_wrong_field_of_every_message_is_named_at_once() {
    let (world, ada) = world().await;
    let body = json!({
        "createChat": "yes",
        "extra": 1,
        "messages": [
            { "id": "a b", "role": "robot", "parts": [{}], "metadata": "x".repeat(20_000),
              "status": "done", "parentId": "", "seq": 1 },
            said("fine", "user", "x"),
            "text",
            { "id": 7, "role": null, "content": 7, "status": 7, "parentId": 7 },
            { "role": "user" },
            { "role": "user", "parts": null, "content": null },
            { "role": "user", "parts": "x", "content": "x" },
            { "role": "user", "parts": [{ "type": "text", "text": "x" }], "content": "y" },
        ],
    });
    let answer = world.post_json(&messages_of(chosen(1)), body, Some(&ada)).await;
    assert_eq!(
        answer.faults(),
        [
            "createChat INVALID_FORMAT",
            "extra UNKNOWN_FIELD",
            "messages[0].id INVALID_FORMAT",
            "messages[0].metadata LIMIT_EXCEEDED",
            "messages[0].parentId INVALID_FORMAT",
            "messages[0].parts INVALID_FORMAT",
            "messages[0].role NOT_ALLOWED",
            "messages[0].seq UNKNOWN_FIELD",
            "messages[0].status NOT_ALLOWED",
            "messages[2] INVALID_FORMAT",
            "messages[3].content INVALID_FORMAT",
            "messages[3].id INVALID_FORMAT",
            "messages[3].parentId INVALID_FORMAT",
            "messages[3].role REQUIRED",
            "messages[3].status INVALID_FORMAT",
            "messages[4].parts REQUIRED",
            "messages[5].parts REQUIRED",
            "messages[6].parts INVALID_FORMAT",
            "messages[7].content NOT_ALLOWED",
        ]
    );
    // One of them is more than is kept, so the whole is called that.
    assert_eq!(answer.json()["limit"], 16 * 1024);
    answer.problem(422, "LIMIT_EXCEEDED");
    world.get(&place(chosen(1)), &ada).await.problem(404, "NOT_FOUND");
}

#[actix_web::test]
async fn there_are_one_to_fifty_messages_at_once() {
    let (world, ada) = world().await;
    let path = messages_of(chosen(1));
    let fifty: Vec<Value> = (0..51).map(|n| said(&format!("m{n}"), "assistant", "x")).collect();
    for (messages, fault) in [
        (json!([]), "messages REQUIRED"),
        (Value::Null, "messages REQUIRED"),
        (json!({}), "messages INVALID_FORMAT"),
        (json!("x"), "messages INVALID_FORMAT"),
        (json!(fifty), "messages TOO_LONG"),
    ] {
        let body = json!({ "messages": messages, "createChat": true });
        let answer = world.post_json(&path, body, Some(&ada)).await;
        assert_eq!(answer.faults(), [fault]);
        answer.problem(422, "VALIDATION_ERROR");
    }
    let answer = world.post_json(&path, json!({ "createChat": true }), Some(&ada)).await;
    assert_eq!(answer.faults(), ["messages REQUIRED"]);
    world.append(chosen(1), &fifty[..50], &ada).await.is(201);
    let twice = [said("x", "user", "1"), said("x", "user", "1")];
    let answer = world.append(chosen(1), &twice, &ada).await;
    assert_eq!(answer.faults(), ["messages[1].id NOT_ALLOWED"]);
}

#[actix_web::test]
async fn a_small_body_causes_no_large_answer() {
    let (world, ada) = world().await;
    let unknown: serde_json::Map<String, Value> =
        (0..40).map(|n| (format!("f{n}"), json!(1))).collect();
    let messages: Vec<Value> = (0..50)
        .map(|_| {
            let mut message = said("a", "user", "x");
            message.as_object_mut().unwrap().extend(unknown.clone());
            message
        })
        .collect();
    let answer = world.append(chosen(1), &messages, &ada).await;
    assert_eq!(answer.faults().len(), 20);
}

#[actix_web::test]
async fn a_wrong_field_of_anything_else_is_named_too() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let message = format!("{}/{QUESTION}", messages_of(id));
    for (method, path, body, faults) in [
        (
            Method::POST,
            CHATS.to_owned(),
            json!({ "id": "x", "title": "", "metadata": [], "pinned": true }),
            vec![
                "id INVALID_FORMAT",
                "metadata INVALID_FORMAT",
                "pinned UNKNOWN_FIELD",
                "title REQUIRED",
            ],
        ),
        (
            Method::PATCH,
            place(id),
            json!({
                "title": "a\nb", "titleSource": "auto", "pinned": 1, "archived": null,
                "tags": ["a", 1], "metadata": null, "id": id.to_string(),
            }),
            vec![
                "archived REQUIRED",
                "id UNKNOWN_FIELD",
                "metadata REQUIRED",
                "pinned INVALID_FORMAT",
                "tags[1] INVALID_FORMAT",
                "title NOT_ALLOWED",
                "titleSource NOT_ALLOWED",
            ],
        ),
        (Method::PATCH, place(id), json!({ "tags": [" "] }), vec!["tags[0] REQUIRED"]),
        (Method::PATCH, place(id), json!({ "tags": "a" }), vec!["tags INVALID_FORMAT"]),
        (
            Method::PATCH,
            place(id),
            json!({ "titleSource": "generated" }),
            vec!["titleSource NOT_ALLOWED"],
        ),
        (
            Method::PATCH,
            place(id),
            json!({ "title": null, "titleSource": "user" }),
            vec!["titleSource NOT_ALLOWED"],
        ),
        (
            Method::PUT,
            message.clone(),
            json!({ "id": "q2", "role": "x", "status": "", "parentId": 1 }),
            vec![
                "id NOT_ALLOWED",
                "parentId INVALID_FORMAT",
                "parts REQUIRED",
                "role NOT_ALLOWED",
                "status NOT_ALLOWED",
            ],
        ),
        (
            Method::PUT,
            format!("{message}/feedback"),
            json!({ "rating": "meh", "comment": "a\u{202e}", "at": 1 }),
            vec!["at UNKNOWN_FIELD", "comment NOT_ALLOWED", "rating NOT_ALLOWED"],
        ),
        (
            Method::POST,
            format!("{message}/report"),
            json!({ "reason": "ugly", "comment": "x".repeat(1001) }),
            vec!["comment TOO_LONG", "reason NOT_ALLOWED"],
        ),
        (
            Method::POST,
            format!("{CHATS}/bulk-delete"),
            json!({ "chatIds": [id.to_string(), "x", null] }),
            vec!["chatIds[1] INVALID_FORMAT", "chatIds[2] INVALID_FORMAT"],
        ),
        (Method::POST, format!("{CHATS}/bulk-delete"), json!({}), vec!["chatIds REQUIRED"]),
        (
            Method::POST,
            format!("{CHATS}/bulk-delete"),
            json!({ "chatIds": vec![id.to_string(); 101] }),
            vec!["chatIds TOO_LONG"],
        ),
        (
            Method::POST,
            format!("{CHATS}/claim"),
            json!({ "chatIds": [], "token": "x" }),
            vec!["anonymousToken REQUIRED", "chatIds REQUIRED", "token UNKNOWN_FIELD"],
        ),
    ] {
        let call = (method.clone(), path.as_str());
        let answer = world.send_bytes(call, body.to_string(), &ada).await;
        assert_eq!(answer.faults(), faults, "{method} {path} {body}");
        answer.problem(422, "VALIDATION_ERROR");
    }
}

#[actix_web::test]
async fn a_wrong_parameter_is_named() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    for (path, faults) in [
        (
            format!("{CHATS}?archived=1&pinned=&tag=&limit=0&sort=x"),
            vec![
                "archived INVALID_FORMAT",
                "limit OUT_OF_RANGE",
                "pinned INVALID_FORMAT",
                "sort UNKNOWN_FIELD",
                "tag REQUIRED",
            ],
        ),
        (
            format!("{}?view=tree&order=up&limit=101&x=", messages_of(id)),
            vec!["limit OUT_OF_RANGE", "order NOT_ALLOWED", "view NOT_ALLOWED", "x UNKNOWN_FIELD"],
        ),
        (format!("{CHATS}/search"), vec!["q REQUIRED"]),
        (format!("{CHATS}/search?q=%3F!"), vec!["q REQUIRED"]),
        (format!("{CHATS}/search?q={}", "a+".repeat(101)), vec!["q TOO_LONG"]),
        (format!("{CHATS}/search?q=a+b+c+d+e+f+g+h+i+j+k"), vec!["q TOO_LONG"]),
        (
            format!("{}/export?format=pdf&view=all", place(id)),
            vec!["format NOT_ALLOWED", "view UNKNOWN_FIELD"],
        ),
    ] {
        let answer = world.get(&path, &ada).await;
        assert_eq!(answer.faults(), faults, "{path}");
        answer.problem(422, "VALIDATION_ERROR");
    }
    let twice = world.get(&format!("{}/export?format=json&format=json", place(id)), &ada).await;
    twice.problem(400, "MALFORMED_REQUEST");
}
