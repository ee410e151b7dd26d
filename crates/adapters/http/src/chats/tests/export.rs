use actix_web::http::Method;
use bookplate_domain::shared::ChatId;
use serde_json::{Value, json};

use super::{CHATS, chosen, place, world};
use crate::testing::{MINUTE, QUESTION, messages_of, said};

fn export(chat: ChatId, format: &str) -> String {
    format!("{}/export{format}", place(chat))
}

#[actix_web::test]
async fn json_has_the_chat_and_all_messages_with_their_parents() {
    let (world, ada) = world().await;
    let id = chosen(1);
    // More than a page of them, on two branches.
    for number in 0..45 {
        let mut message = said(&format!("m{number}"), "assistant", "<x>");
        if number == 30 {
            message["parentId"] = "m3".into();
        }
        world.append(id, &[message], &ada).await.is(201);
    }
    let list = world.get(&format!("{}?view=all&limit=100", messages_of(id)), &ada).await.is(200);
    let chat = world.get(&place(id), &ada).await.is(200).json();
    for format in ["", "?format=json"] {
        let answer = world.get(&export(id, format), &ada).await.is(200);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("cache-control"), "no-store");
        let file = format!("attachment; filename=\"chat-{id}.json\"");
        assert_eq!(answer.header("content-disposition"), file);
        let whole = json!({ "chat": chat, "messages": list.json()["data"] });
        assert_eq!(answer.json(), whole);
        assert_eq!(whole["messages"].as_array().unwrap().len(), 45);
    }
}

#[actix_web::test]
async fn a_chat_without_messages_is_exported_too() {
    let (world, ada) = world().await;
    let id = chosen(1);
    world.post_json(CHATS, json!({ "id": id.to_string() }), Some(&ada)).await.is(201);
    assert_eq!(world.get(&export(id, ""), &ada).await.is(200).json()["messages"], json!([]));
    let text = world.get(&export(id, "?format=markdown"), &ada).await.is(200).text;
    assert_eq!(text, "# Untitled chat\n");
}

#[actix_web::test]
async fn markdown_has_what_was_said_on_the_active_branch() {
    let (world, ada) = world().await;
    let id = chosen(1);
    let parts = json!([
        { "type": "reasoning", "text": "Hm." },
        { "type": "text", "text": "A **loop**.\n\n\u{202e}" },
        { "type": "text", "text": "<script>" },
        { "type": "source-url", "sourceId": "c", "url": "/docs/ch3#pid", "title": "3.2 PID" },
        { "type": "source-document", "title": "The book", "mediaType": "application/pdf" },
    ]);
    let tree = [
        said("q", "user", "PID?"),
        said("lost", "assistant", "Another branch."),
        json!({ "id": "a", "role": "assistant", "parts": parts, "parentId": "q" }),
        json!({ "role": "system", "parts": [] }),
    ];
    world.append(id, &tree, &ada).await.is(201);
    let title = json!({ "title": "Loops \"a/b\" <c>" });
    world.patch_json(&place(id), title, &ada).await.is(200);
    let answer = world.get(&export(id, "?format=markdown"), &ada).await.is(200);
    assert_eq!(answer.header("content-type"), "text/markdown; charset=utf-8");
    let file = format!("attachment; filename=\"chat-{id}.md\"");
    assert_eq!(answer.header("content-disposition"), file);
    assert_eq!(
        answer.text,
        "# Loops \"a/b\" \\<c\\>\n\n## User\n\nPID?\n\n## Assistant\n\nA **loop**.\n\n\u{202e}<script>\n\n\
         - [3.2 PID](</docs/ch3#pid>)\n- The book\n\n## System\n"
    );
}

#[actix_web::test]
async fn everything_of_chats_stands_in_what_is_held_about_a_user() {
    let (world, ada) = world().await;
    let eve = world.visitor().await;
    let theirs = world.chat_of(&eve).await;
    world.report_of(&eve, theirs).await;
    let id = world.chat_of(&ada).await;
    world.clock.advance(MINUTE);
    world.append(id, &[said("a", "assistant", "They steer.")], &ada).await.is(201);
    let report = world.report_of(&ada, id).await;
    let feedback = format!("{}/a/feedback", messages_of(id));
    world.put_json(&feedback, json!({ "rating": "up" }), &ada).await.is(200);

    let text = world.get("/api/v1/users/me/export", &ada).await.is(200).text;
    assert!(!text.contains(&theirs.to_string()) && !text.contains(&eve.user.id.to_string()));
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| -> Vec<Value> {
        let of_kind = lines.iter().filter(|line| line["type"] == kind);
        of_kind
            .map(|line| {
                let mut line = line.clone();
                line.as_object_mut().unwrap().remove("type");
                line
            })
            .collect()
    };
    assert_eq!(of("chat"), [world.get(&place(id), &ada).await.json()]);
    let messages = world.get(&messages_of(id), &ada).await.json()["data"].clone();
    assert_eq!((of("message").len(), Value::Array(of("message"))), (2, messages));
    let report = json!({
        "id": report.to_string(), "chatId": id.to_string(), "messageId": QUESTION,
        "reason": "spam", "comment": null, "status": "open",
        "createdAt": world.app.now().to_string(),
    });
    assert_eq!(of("report"), [report]);
}

#[actix_web::test]
async fn head_tells_of_an_export_as_get_does() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let head = world.call(Method::HEAD, &export(id, ""), Some(&ada)).await.is(200);
    assert_eq!(head.header("content-type"), "application/json");
}
