//! One chat as a file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    ChatClient, Database, Options, Service, answer, chat_id, following, on_both_databases, question,
};
use serde_json::{Value, json};

on_both_databases!(a_chat_is_taken_elsewhere_as_json_and_as_markdown,);

async fn a_chat_is_taken_elsewhere_as_json_and_as_markdown(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ChatClient::user(&service, "ada@example.com").await;
    let chat = chat_id(1, 1);
    let source = json!({ "type": "source-url", "sourceId": "c88", "url": "/docs/ch3#pid", "title": "3.2 PID" });
    let mut cited = answer("a", "It has *three* terms.");
    cited["parts"].as_array_mut().unwrap().push(source);
    let other = following(Some("q"), answer("b", "Not on the way."));
    chats.append(&chat, &[question("q", "What is PID?"), other]).await.is(201);
    chats.append(&chat, &[following(Some("q"), cited)]).await.is(201);
    let rest: Vec<Value> =
        (0..45).map(|n| question(&format!("m{n}"), &format!("line {n}"))).collect();
    chats.append(&chat, &rest).await.is(201);

    let path = format!("/{chat}/export");
    for query in ["", "?format=json"] {
        let json = chats.get(&format!("{path}{query}")).await.is(200);
        assert!(json.headers["content-type"].to_str().unwrap().starts_with("application/json"));
        assert_eq!(json.headers["cache-control"], "no-store");
        let disposition = json.headers["content-disposition"].to_str().unwrap();
        assert!(disposition.starts_with("attachment; filename="), "{disposition}");
        assert_eq!(json.body["chat"]["id"], chat);
        assert_eq!(json.body["messages"], json!(chats.messages(&chat).await));
        assert_eq!(json.body["messages"].as_array().unwrap().len(), 48);
    }
    let markdown = chats.get(&format!("{path}?format=markdown")).await.is(200);
    assert!(markdown.headers["content-type"].to_str().unwrap().starts_with("text/markdown"));
    let text = markdown.text;
    assert!(text.starts_with("# What is PID?\n"), "{text}");
    assert!(text.contains("It has *three* terms.") && text.contains("3.2 PID"), "{text}");
    assert!(!text.contains("Not on the way."));
    let lines: Vec<usize> =
        (0..45).map(|n| text.find(&format!("line {n}\n")).expect("a line")).collect();
    assert!(lines.is_sorted());
    let wrong = chats.get(&format!("{path}?format=pdf")).await.problem(422, "VALIDATION_ERROR");
    assert!(wrong.fields()[0].starts_with("format "), "{:?}", wrong.fields());
}
