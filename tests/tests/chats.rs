//! The life of a chat, as somebody who is new here would expect it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    Answer, ChatClient, Database, Options, Service, answer, chat_id, following, on_both_databases,
    question, texts,
};
use serde_json::{Value, json};

on_both_databases!(
    a_chat_grows_branches_and_is_put_away,
    what_is_known_of_a_chat_is_changed_by_those_who_have_read_it,
    messages_and_chats_are_deleted,
);

async fn ada(service: &Service) -> ChatClient {
    ChatClient::user(service, "ada@example.com").await
}

/// The ids on the way to the head, first to last.
async fn way(chats: &ChatClient, chat: &str) -> Vec<String> {
    texts(chats.get(&format!("/{chat}/messages?limit=100")).await.is(200).items(), "id")
}

async fn a_chat_grows_branches_and_is_put_away(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ada(&service).await;

    let started = chats.post("", &json!({})).await.is(201);
    let id = started.body["id"].as_str().unwrap().to_owned();
    assert_eq!(started.headers["location"], format!("/api/v1/chats/{id}"));
    assert_eq!(started.headers["cache-control"], "no-store");
    assert_eq!((&started.body["title"], &started.body["messageCount"]), (&Value::Null, &json!(0)));
    let again = chats.post("", &json!({ "id": id })).await.is(200);
    assert_eq!(again.body, started.body);

    let text = "How do PID loops work when the sensor is far slower than the valve that it steers?";
    let path = format!("/{id}/messages");
    let asked = chats.append(&id, &[question("q1", text)]).await.is(201);
    assert_eq!(asked.body["messages"][0]["created"], true);
    assert_eq!(
        asked.body["chat"]["title"],
        "How do PID loops work when the sensor is far slower than the"
    );
    assert_eq!(asked.body["chat"]["titleSource"], "auto");
    chats.append(&id, &[question("q1", text)]).await.is(200);
    let other = chats.append(&id, &[question("q1", "Something else")]).await;
    other.problem(409, "MESSAGE_ID_CONFLICT");

    chats.append(&id, &[answer("a1", "A PID loop…")]).await.is(201);
    // The answer is made again: a second one to the same question.
    chats.append(&id, &[following(Some("q1"), answer("a2", "A PID controller…"))]).await.is(201);
    assert_eq!(way(&chats, &id).await, ["q1", "a2"]);
    // The question is edited: a second root.
    let edited = following(None, question("q2", "What is PID?"));
    let edited = chats.append(&id, &[edited, answer("a3", "It is short for…")]).await.is(201);
    assert_eq!(edited.body["chat"]["headMessageId"], "a3");
    assert_eq!(way(&chats, &id).await, ["q2", "a3"]);
    // Somebody goes on where they were before.
    chats.append(&id, &[following(Some("a1"), question("q3", "And D?"))]).await.is(201);
    assert_eq!(way(&chats, &id).await, ["q1", "a1", "q3"]);
    let tree = chats.messages(&id).await;
    assert_eq!(texts(&tree, "id"), ["q1", "a1", "a2", "q2", "a3", "q3"]);
    let parents: Vec<&Value> = tree.iter().map(|message| &message["parentId"]).collect();
    assert_eq!(json!(parents), json!([null, "q1", "q1", null, "q2", "a1"]));
    let numbers: Vec<&Value> = tree.iter().map(|message| &message["seq"]).collect();
    assert_eq!(json!(numbers), json!([1, 2, 3, 4, 5, 6]));
    let page = chats.get(&format!("{path}?order=desc&limit=2")).await.is(200);
    assert_eq!(texts(page.items(), "id"), ["q3", "a1"]);
    assert_eq!(page.body["headMessageId"], "q3");

    let chat = chats.get(&format!("/{id}")).await.is(200).body;
    let mut fields: Vec<&String> = chat.as_object().unwrap().keys().collect();
    fields.sort();
    assert_eq!(
        fields,
        [
            "archived",
            "createdAt",
            "headMessageId",
            "id",
            "lastMessageAt",
            "lastMessagePreview",
            "messageCount",
            "metadata",
            "pinned",
            "tags",
            "title",
            "titleSource",
            "updatedAt",
            "version",
        ]
    );
    assert_eq!((&chat["lastMessagePreview"], &chat["messageCount"]), (&json!("And D?"), &json!(6)));
    let message = chats.get(&format!("{path}/q3")).await.is(200).body;
    let mut fields: Vec<&String> = message.as_object().unwrap().keys().collect();
    fields.sort();
    assert_eq!(
        fields,
        [
            "chatId",
            "content",
            "createdAt",
            "feedback",
            "id",
            "parentId",
            "parts",
            "role",
            "seq",
            "status",
            "updatedAt",
        ]
    );
    assert_eq!((&message["status"], &message["content"]), (&json!("complete"), &json!("And D?")));

    // `content` is short for one text part; an id is minted for whoever has none.
    let short = json!({ "messages": [{ "role": "system", "content": "Be kind." }] });
    let short = chats.post(&path, &short).await.is(201);
    let said = &short.body["messages"][0];
    assert_eq!(said["parts"], json!([{ "type": "text", "text": "Be kind." }]));
    assert!(said["id"].as_str().unwrap().starts_with("msg_"), "{said}");
    assert_eq!(said["parentId"], "q3");

    // No message goes where no chat is, unless it is said so.
    let nowhere = format!("/{}/messages", chat_id(1, 1));
    let body = json!({ "messages": [question("q", "hello")] });
    chats.post(&nowhere, &body).await.problem(404, "NOT_FOUND");
    let stray = following(Some("missing"), question("stray", "hello"));
    let stray = chats.append(&id, &[question("first", "hello"), stray]).await;
    assert_eq!(
        stray.problem(422, "VALIDATION_ERROR").fields(),
        ["messages[1].parentId NOT_ALLOWED"]
    );
    chats.get(&format!("{path}/first")).await.problem(404, "NOT_FOUND");
    assert_eq!(chats.chats().await.len(), 1);
}

async fn what_is_known_of_a_chat_is_changed_by_those_who_have_read_it(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ada(&service).await;
    for n in 1..=3 {
        chats.append(&chat_id(1, n), &[question("q", &format!("chat {n}"))]).await.is(201);
    }
    let listed = async |query: &str| {
        let page = chats.get(&format!("?{query}")).await.is(200);
        texts(page.items(), "title")
    };
    assert_eq!(listed("").await, ["chat 3", "chat 2", "chat 1"]);

    let path = format!("/{}", chat_id(1, 1));
    let read = chats.get(&path).await.is(200);
    let tag = read.etag().to_owned();
    let conditional = chats.request(reqwest::Method::GET, &path).header("if-none-match", &tag);
    Answer::of(conditional).await.is(304);
    let with_tag = |body: Value| {
        let request = chats.request(reqwest::Method::PATCH, &path).header("if-match", &tag);
        Answer::of(request.json(&body))
    };
    let body = json!({ "title": "First", "pinned": true, "tags": ["work", "PID", "work"], "metadata": { "a": { "b": 1, "c": 2 } } });
    let patched = with_tag(body).await.is(200);
    assert_eq!(patched.body["tags"], json!(["work", "PID"]));
    assert_eq!(
        (&patched.body["titleSource"], &patched.body["pinned"]),
        (&json!("user"), &json!(true))
    );
    with_tag(json!({ "pinned": false })).await.problem(412, "VERSION_CONFLICT");
    let merged = chats.patch(&path, &json!({ "metadata": { "a": { "b": null } } })).await.is(200);
    assert_eq!(merged.body["metadata"], json!({ "a": { "c": 2 } }));
    // What changes nothing makes no new version.
    let same = chats.patch(&path, &json!({ "pinned": true })).await.is(200);
    assert_eq!((same.etag(), &same.body), (merged.etag(), &merged.body));

    // A model's title does not replace the user's, and only a message moves a chat.
    let generated = json!({ "title": "Of PID", "titleSource": "generated" });
    assert_eq!(chats.patch(&path, &generated).await.is(200).body["title"], "First");
    chats.patch(&path, &json!({ "title": null })).await.is(200);
    let titled = chats.patch(&path, &generated).await.is(200).body;
    assert_eq!((&titled["title"], &titled["titleSource"]), (&json!("Of PID"), &json!("generated")));
    assert_eq!(listed("").await, ["chat 3", "chat 2", "Of PID"]);
    assert_eq!(titled["lastMessageAt"], read.body["lastMessageAt"]);

    let second = format!("/{}", chat_id(1, 2));
    chats.patch(&second, &json!({ "archived": true, "tags": ["work"] })).await.is(200);
    assert_eq!(listed("archived=true").await, ["chat 2"]);
    assert_eq!(listed("archived=false").await, ["chat 3", "Of PID"]);
    assert_eq!(listed("pinned=true").await, ["Of PID"]);
    assert_eq!(listed("tag=work").await, ["chat 2", "Of PID"]);
    assert_eq!(listed("tag=work&archived=false").await, ["Of PID"]);
    assert_eq!(listed("tag=Work").await, [""; 0]);
    chats.append(&chat_id(1, 1), &[question("again", "hello")]).await.is(201);
    assert_eq!(listed("").await, ["Of PID", "chat 3", "chat 2"]);

    let feedback = format!("{path}/messages/q/feedback");
    let given = json!({ "rating": "down", "comment": "too short" });
    let before = chats.get(&path).await.is(200).body;
    let rated = chats.put(&feedback, &given).await.is(200).body;
    assert_eq!(rated["feedback"]["rating"], "down");
    chats.put(&feedback, &json!({ "rating": "up" })).await.is(200);
    let message = chats.get(&format!("{path}/messages/q")).await.is(200).body;
    assert_eq!(message["feedback"]["rating"], "up");
    assert!(message["feedback"]["comment"].is_null());
    chats.delete(&feedback).await.is(204);
    let message = chats.get(&format!("{path}/messages/q")).await.is(200).body;
    assert_eq!(message["feedback"], Value::Null);
    assert_eq!(chats.get(&path).await.is(200).body["lastMessageAt"], before["lastMessageAt"]);
}

async fn messages_and_chats_are_deleted(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ada(&service).await;
    let chat = chat_id(1, 1);
    let messages = [question("a", "1"), answer("b", "2"), question("c", "3"), answer("d", "4")];
    chats.append(&chat, &messages).await.is(201);
    let moment = chats.get(&format!("/{chat}")).await.is(200).body["lastMessageAt"].clone();
    let delete = async |id: &str| {
        chats.delete(&format!("/{chat}/messages/{id}")).await.is(204);
        chats.get(&format!("/{chat}/messages/{id}")).await.problem(404, "NOT_FOUND");
        let about = chats.get(&format!("/{chat}")).await.is(200).body;
        assert_eq!(about["lastMessageAt"], moment);
        (about["headMessageId"].clone(), way(&chats, &chat).await.join(" "))
    };
    assert_eq!(delete("b").await, (json!("d"), "a c d".to_owned()));
    assert_eq!(delete("d").await, (json!("c"), "a c".to_owned()));
    assert_eq!(delete("a").await, (json!("c"), "c".to_owned()));
    assert_eq!(delete("c").await, (Value::Null, String::new()));
    // No number comes back.
    let next = chats.append(&chat, &[question("e", "5")]).await.is(201).body;
    assert_eq!(
        (&next["messages"][0]["seq"], &next["chat"]["messageCount"]),
        (&json!(5), &json!(1))
    );
    chats.delete(&format!("/{chat}/messages/e")).await.is(204);
    chats.delete(&format!("/{chat}/messages/e")).await.problem(404, "NOT_FOUND");

    chats.delete(&format!("/{chat}")).await.is(204);
    chats.delete(&format!("/{chat}")).await.problem(404, "NOT_FOUND");
    for n in 0..6 {
        chats.append(&chat_id(2, n), &[question("q", "hello")]).await.is(201);
    }
    let tag = chats.get(&format!("/{}", chat_id(2, 5))).await.is(200).etag().to_owned();
    chats.append(&chat_id(2, 5), &[question("r", "hello")]).await.is(201);
    let path = format!("/{}", chat_id(2, 5));
    let stale = chats.request(reqwest::Method::DELETE, &path).header("if-match", tag);
    Answer::of(stale).await.problem(412, "VERSION_CONFLICT");
    let some: Vec<String> = (0..3).chain(0..3).chain(90..95).map(|n| chat_id(2, n)).collect();
    let deleted = chats.post("/bulk-delete", &json!({ "chatIds": some })).await.is(200);
    assert_eq!(deleted.body, json!({ "deleted": 3 }));
    assert_eq!(chats.chats().await.len(), 3);
    assert_eq!((database.count("chats"), database.count("messages")), (3, 4));
    for wrong in [
        json!({}),
        json!({ "chatIds": [] }),
        json!({ "chatIds": ["x"] }),
        json!({ "chatIds": vec![chat_id(2, 3); 101] }),
    ] {
        chats.post("/bulk-delete", &wrong).await.problem(422, "VALIDATION_ERROR");
    }
    assert_eq!(chats.chats().await.len(), 3);
}
