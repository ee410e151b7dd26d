//! How much a message holds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    ChatClient, Database, Options, Service, chat_id, on_both_databases, raw_append, stands_raw,
};
use reqwest::Method;
use serde_json::Value;

on_both_databases!(the_sizes_that_are_promised_fit_and_no_more,);

async fn the_sizes_that_are_promised_fit_and_no_more(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ChatClient::user(&service, "ada@example.com").await;
    let chat = chat_id(1, 1);
    let path = format!("/{chat}/messages");
    // Of characters that take one, three and four bytes, and of ones that only their number can
    // name, which are the longest in the index and in a title.
    for (n, unit) in ["x", "x ", "語", "👍", r"\u0001", r"\ud83d\ude00"].into_iter().enumerate()
    {
        let frame = r#"[{"type":"text","text":""}]"#.len();
        let fill = |bytes: usize| {
            let count = (bytes - frame) / unit.len();
            let rest = (bytes - frame) % unit.len();
            format!(
                "[{{\"type\":\"text\",\"text\":\"{}{}\"}}]",
                unit.repeat(count),
                "y".repeat(rest)
            )
        };
        let parts = fill(256 * 1024);
        assert_eq!(parts.len(), 256 * 1024);
        let id = format!("m{n}");
        let answer =
            chats.send_raw(Method::POST, &path, raw_append(&id, &parts, "null")).await.is(201);
        assert!(stands_raw(&answer.text, "parts", &parts), "{unit}");
        let read = chats.get(&format!("{path}/{id}")).await.is(200);
        assert!(stands_raw(&read.text, "parts", &parts), "{unit}");
        let text: Value = serde_json::from_str(&parts).unwrap();
        assert_eq!(read.body["content"], text[0]["text"]);
        let over = raw_append(&format!("over{n}"), &fill(256 * 1024 + 1), "null");
        let refused = chats.send_raw(Method::POST, &path, over).await;
        let refused = refused.problem(422, "LIMIT_EXCEEDED");
        assert_eq!(refused.body["limit"], 256 * 1024);
    }
    let many = |count: usize| format!("[{}]", vec![r#"{"type":"x"}"#; count].join(","));
    chats.send_raw(Method::POST, &path, raw_append("many", &many(200), "null")).await.is(201);
    let refused = chats.send_raw(Method::POST, &path, raw_append("more", &many(201), "null")).await;
    assert_eq!(refused.problem(422, "LIMIT_EXCEEDED").body["limit"], 200);
    let metadata = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
    chats.send_raw(Method::POST, &path, raw_append("meta", "[]", &metadata(16_384))).await.is(201);
    let refused =
        chats.send_raw(Method::POST, &path, raw_append("more", "[]", &metadata(16_385))).await;
    assert_eq!(refused.problem(422, "LIMIT_EXCEEDED").body["limit"], 16_384);

    // Three of the largest in one request; a body above 1 MiB is not even read.
    let parts = format!("[{{\"type\":\"text\",\"text\":\"{}\"}}]", "z".repeat(256 * 1024 - 27));
    let message = |id: &str| format!("{{\"id\":\"{id}\",\"role\":\"user\",\"parts\":{parts}}}");
    let three = ["l1", "l2", "l3"].map(message).join(",");
    chats.send_raw(Method::POST, &path, format!("{{\"messages\":[{three}]}}")).await.is(201);
    let five = ["l4", "l5", "l6", "l7", "l8"].map(message).join(",");
    let answer = chats.send_raw(Method::POST, &path, format!("{{\"messages\":[{five}]}}")).await;
    answer.problem(413, "PAYLOAD_TOO_LARGE");
    // All of it is in the export, and on pages that are not too large.
    let page = chats.get(&format!("{path}?limit=100&view=all")).await.is(200);
    assert!(page.text.len() < 3 * 1024 * 1024, "a megabyte of parts, and their text");
    assert_eq!(chats.messages(&chat).await.len(), 11);
    let export = chats.get(&format!("/{chat}/export?format=json")).await.is(200);
    assert_eq!(export.body["messages"].as_array().unwrap().len(), 11);
    assert!(export.text.len() > 9 * 256 * 1024);
}
