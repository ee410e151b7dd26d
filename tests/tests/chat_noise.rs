//! Whatever bytes are sent to the routes of chats, they are never a fault of the service.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeSet;

use journeys::{
    ChatClient, Database, Options, Service, chat_id, on_both_databases, question, raw_append,
};
use reqwest::Method;

on_both_databases!(no_bytes_at_all_make_it_fail);

/// A small generator of its own, so that a failure can be had again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

async fn no_bytes_at_all_make_it_fail(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ChatClient::user(&service, "ada@example.com").await;
    let chat = chat_id(1, 1);
    chats.append(&chat, &[question("m", "kept")]).await.is(201);
    let path = format!("/{chat}/messages");
    let seeds = [
        (
            Method::POST,
            path.clone(),
            raw_append("new", r#"[{"type":"text","text":"a\u00e9 👍"}]"#, r#"{"a":[1]}"#),
        ),
        (
            Method::PUT,
            format!("{path}/m"),
            r#"{"role":"user","content":"kept","status":"complete","parentId":null}"#.to_owned(),
        ),
        (
            Method::PATCH,
            format!("/{chat}"),
            r#"{"title":"t","pinned":true,"tags":["a"],"metadata":{"a":null}}"#.to_owned(),
        ),
        (
            Method::POST,
            "/bulk-delete".to_owned(),
            format!(r#"{{"chatIds":["{}"]}}"#, chat_id(8, 8)),
        ),
        (
            Method::PUT,
            format!("{path}/m/feedback"),
            r#"{"rating":"down","comment":"no"}"#.to_owned(),
        ),
    ];
    let tokens: [&[u8]; 16] = [
        b"\"",
        b"\\",
        b"\\ud800",
        b"\0",
        b"\xff",
        b"{",
        b"]",
        b",",
        b":",
        b"null",
        b"1e999",
        b"[[[[",
        b"\\u0000",
        b"\xe2\x80\xae",
        b"-",
        b"\"type\":\"text\",",
    ];
    let mut dice = Dice(7);
    let mut statuses = BTreeSet::new();
    for n in 0..600 {
        let (method, path, seed) = &seeds[n % seeds.len()];
        let mut bytes = seed.clone().into_bytes();
        for _ in 0..=dice.roll(3) {
            let at = dice.roll(bytes.len());
            let until = (at + dice.roll(4)).min(bytes.len());
            let token = tokens[dice.roll(tokens.len())];
            bytes.splice(at..until, token.iter().copied());
        }
        let sent = String::from_utf8_lossy(&bytes).into_owned();
        let answer = chats.send_raw(method.clone(), path, bytes).await;
        assert!(answer.status.as_u16() < 500, "{method} {path} {sent}: {}", answer.text);
        statuses.insert(answer.status.as_u16());
    }
    assert!(statuses.contains(&400) && statuses.contains(&422), "{statuses:?}");
    chats.messages(&chat).await;
}
