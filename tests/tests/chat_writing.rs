//! How messages are written: a piece at a time, without a trace, or wrongly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    ChatClient, Database, Options, Service, chat_id, following, on_both_databases, question, texts,
};
use serde_json::{Value, json};

on_both_databases!(
    an_answer_is_written_while_it_comes,
    whoever_wants_no_history_has_none,
    every_wrong_field_is_named_at_once,
);

const PREFERENCES: &str = "/api/v1/users/me/preferences";

async fn ada(service: &Service) -> ChatClient {
    ChatClient::user(service, "ada@example.com").await
}

async fn an_answer_is_written_while_it_comes(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ada(&service).await;
    let chat = chat_id(1, 1);
    chats.append(&chat, &[question("q", "What is PID?")]).await.is(201);
    let path = format!("/{chat}/messages/a");
    let checkpoint = async |status: &str, text: &str| {
        let body =
            json!({ "role": "assistant", "status": status, "content": text, "parentId": "q" });
        chats.put(&path, &body).await
    };
    let first = checkpoint("streaming", "A").await.is(201);
    let location = first.headers["location"].to_str().unwrap();
    assert_eq!(location, format!("/api/v1/chats{path}"));
    // Another tab asks meanwhile.
    let branch = following(Some("q"), question("q2", "Never mind"));
    let moved = chats.append(&chat, &[branch]).await.is(201).body;
    for text in ["A P", "A PI", "A PID"] {
        let written = checkpoint("streaming", text).await.is(200).body;
        assert_eq!((&written["content"], &written["status"]), (&json!(text), &json!("streaming")));
        for still in ["seq", "parentId", "createdAt"] {
            assert_eq!(written[still], first.body[still]);
        }
    }
    // What has been streaming for too long was broken off.
    database.execute(database.either(
        "UPDATE messages SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, '-11 minutes')",
        "UPDATE messages SET updated_at = updated_at - interval '11 minutes'",
    ));
    let broken = chats.get(&path).await.is(200).body;
    assert_eq!((&broken["status"], &broken["content"]), (&json!("incomplete"), &json!("A PID")));
    let all = chats.messages(&chat).await;
    assert_eq!(texts(&all, "status"), ["complete", "incomplete", "complete"]);
    checkpoint("complete", "A PID loop").await.is(200);
    let known = chats.get(&format!("/{chat}")).await.is(200).body;
    assert_eq!(known["lastMessageAt"], moved["chat"]["lastMessageAt"]);
    assert_eq!(known["headMessageId"], "q2");
    // The append that made it is known for what it was, whatever has become of it.
    let again = json!({ "id": "a", "role": "assistant", "status": "streaming", "content": "A", "parentId": "q" });
    let again = chats.append(&chat, &[again]).await.is(200).body;
    assert_eq!(
        (&again["messages"][0]["created"], &again["messages"][0]["content"]),
        (&json!(false), &json!("A PID loop"))
    );

    // A checkpoint that was overtaken takes nothing back.
    let late = checkpoint("streaming", "A PID lo").await.is(200).body;
    assert_eq!((&late["status"], &late["content"]), (&json!("complete"), &json!("A PID loop")));
    checkpoint("complete", "A PID loop.").await.is(200);
    assert_eq!(chats.get(&path).await.is(200).body["content"], "A PID loop.");
    let wrong = json!({ "role": "assistant", "status": "done", "content": "A" });
    let wrong = chats.put(&path, &wrong).await.problem(422, "VALIDATION_ERROR");
    assert_eq!(wrong.fields().len(), 1);
    assert!(wrong.fields()[0].starts_with("status "), "{:?}", wrong.fields());
}

async fn whoever_wants_no_history_has_none(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let chats = ada(&service).await;
    let set = async |who: &ChatClient, keep: bool| {
        let body = json!({ "chat": { "saveHistory": keep } });
        client.patch_as(PREFERENCES, who.token(), &body).await.is(200);
    };
    let chat = chat_id(1, 1);
    chats.append(&chat, &[question("before", "hello")]).await.is(201);
    set(&chats, false).await;
    let nothing = json!({ "stored": false, "chat": null, "messages": [] });
    assert_eq!(chats.append(&chat, &[question("q", "psst")]).await.is(200).body, nothing);
    assert_eq!(chats.append(&chat_id(1, 2), &[question("q", "psst")]).await.is(200).body, nothing);
    let body = json!({ "role": "user", "content": "psst" });
    let put = chats.put(&format!("/{chat}/messages/q"), &body).await.is(200);
    assert_eq!(put.body, nothing);
    // It is judged all the same.
    let wrong = json!({ "messages": [{ "role": "nobody", "content": "psst" }] });
    chats.post(&format!("/{chat}/messages"), &wrong).await.problem(422, "VALIDATION_ERROR");
    assert_eq!((database.count("chats"), database.count("messages")), (1, 1));
    assert!(!database.dump().join("\n").contains("psst"));
    // What was kept before stays, and history begins again when it is wanted.
    assert_eq!(texts(&chats.messages(&chat).await, "id"), ["before"]);
    set(&chats, true).await;
    let stored = chats.append(&chat, &[question("q", "again")]).await.is(201).body;
    assert_eq!(
        (&stored["stored"], &stored["messages"][0]["created"]),
        (&json!(true), &json!(true))
    );

    // A visitor's questions count, since the answer is what lets the back end go on.
    let visitor = ChatClient::visitor(&client).await;
    set(&visitor, false).await;
    for n in 0..20 {
        let asked = visitor.append(&chat_id(2, n), &[question("q", "psst")]).await;
        assert_eq!(asked.is(200).body, nothing);
    }
    visitor.append(&chat, &[question("q", "psst")]).await.problem(429, "ANONYMOUS_LIMIT_REACHED");
}

async fn every_wrong_field_is_named_at_once(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ada(&service).await;
    let chat = chat_id(1, 1);
    let path = format!("/{chat}/messages");
    let body = json!({
        "createChat": "yes",
        "color": "red",
        "messages": [
            { "id": "a b", "role": "robot", "parts": {}, "status": "done", "parentId": 7 },
            { "id": "ok", "role": "user", "content": "fine" },
            { "role": "user" },
            { "role": "user", "parts": [], "content": "something", "size": 1 },
            "text",
        ],
    });
    let refused = chats.post(&path, &body).await.problem(422, "VALIDATION_ERROR");
    let fields = refused.fields();
    for wrong in [
        "color UNKNOWN_FIELD",
        "createChat INVALID_FORMAT",
        "messages[0].id INVALID_FORMAT",
        "messages[0].parts INVALID_FORMAT",
        "messages[0].parentId INVALID_FORMAT",
        "messages[3].size UNKNOWN_FIELD",
        "messages[4] INVALID_FORMAT",
    ] {
        assert!(fields.iter().any(|field| field == wrong), "{wrong} in {fields:?}");
    }
    for wrong in
        ["messages[0].role ", "messages[0].status ", "messages[2].", "messages[3].content "]
    {
        assert!(fields.iter().any(|field| field.starts_with(wrong)), "{wrong} in {fields:?}");
    }
    assert!(!fields.iter().any(|field| field.starts_with("messages[1]")), "{fields:?}");
    assert_eq!(chats.chats().await, [""; 0]);

    for count in [0, 51] {
        let messages: Vec<Value> = (0..count).map(|n| question(&format!("m{n}"), "x")).collect();
        let refused = chats.append(&chat, &messages).await.problem(422, "VALIDATION_ERROR");
        assert!(refused.fields()[0].starts_with("messages "), "{:?}", refused.fields());
    }
    let twice = [question("same", "x"), question("same", "x")];
    let refused = chats.append(&chat, &twice).await.problem(422, "VALIDATION_ERROR");
    assert_eq!(refused.fields(), ["messages[1].id NOT_ALLOWED"]);
    assert_eq!(chats.chats().await, [""; 0], "nothing of it was kept");

    chats.append(&chat, &[question("m", "x")]).await.is(201);
    let about = format!("/{chat}");
    let tags: Vec<String> = (0..21).map(|n| format!("t{n}")).collect();
    let body = json!({ "title": "x".repeat(201), "pinned": "no", "tags": tags, "metadata": [], "owner": 1 });
    let refused = chats.patch(&about, &body).await.problem(422, "LIMIT_EXCEEDED");
    assert_eq!(
        refused.fields(),
        [
            "metadata INVALID_FORMAT",
            "owner UNKNOWN_FIELD",
            "pinned INVALID_FORMAT",
            "tags LIMIT_EXCEEDED",
            "title LIMIT_EXCEEDED",
        ]
    );
    assert!([20, 200].contains(&refused.body["limit"].as_u64().unwrap()), "{}", refused.text);
    let large = json!({ "metadata": { "x": "x".repeat(16 * 1024) } });
    let refused = chats.patch(&about, &large).await.problem(422, "LIMIT_EXCEEDED");
    assert_eq!(refused.body["limit"], 16 * 1024);
    let feedback = json!({ "rating": "great", "comment": "x".repeat(1001) });
    let refused = chats.put(&format!("{path}/m/feedback"), &feedback).await;
    let refused = refused.problem(422, "VALIDATION_ERROR");
    assert_eq!(refused.fields().len(), 2, "{:?}", refused.fields());
    let report = json!({ "reason": "boring", "comment": "" });
    let refused = chats.post(&format!("{path}/m/report"), &report).await;
    assert_eq!(refused.problem(422, "VALIDATION_ERROR").fields().len(), 2);
    for query in ["limit=0", "limit=101", "limit=x", "archived=maybe", "view=all", "tag="] {
        let answer = chats.get(&format!("?{query}")).await;
        assert_eq!(answer.status, 422, "{query}: {}", answer.text);
    }
    for query in ["view=some", "order=up", "offset=3"] {
        chats.get(&format!("{path}?{query}")).await.problem(422, "VALIDATION_ERROR");
    }
    for id in ["x", "0199c0de"] {
        chats.post("", &json!({ "id": id })).await.problem(422, "VALIDATION_ERROR");
    }
}
