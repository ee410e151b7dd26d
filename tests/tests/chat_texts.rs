//! Titles, tags, comments and metadata of a chat: kept as they were typed, or refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    Answer, ChatClient, Database, Options, Service, chat_id, encoded, on_both_databases, question,
};
use reqwest::Method;
use serde_json::json;

on_both_databases!(short_texts_come_back_as_they_were_or_are_refused,);

/// What somebody might type as a title, a tag, a comment.
const TYPED: [&str; 22] = [
    "<script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "שלום \u{200f}עולם\u{200e}",
    "\u{202e}gnp.exe",
    "a\u{2066}b\u{2069}",
    "👩‍💻 Zoe\u{308} ﷽",
    "'; DROP TABLE chats; --",
    "\" OR 1=1",
    "a\u{0}b",
    "\u{1b}[31mred",
    "line\nbreak",
    "line\r\nbreak",
    "a\tb",
    "\u{2028}",
    "\u{200b}",
    " spaces around ",
    "\u{feff}mark",
    "# *bold* [x](javascript:alert(1)) `code`",
    "=cmd|' /C calc'!A0",
    "%00%0a",
    "\\u0000 \\",
    "\u{10ffff}\u{e000}",
];

async fn short_texts_come_back_as_they_were_or_are_refused(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ChatClient::user(&service, "ada@example.com").await;
    let chat = chat_id(1, 1);
    chats.append(&chat, &[question("m", "kept"), question("n", "kept")]).await.is(201);
    let path = format!("/{chat}");
    let (mut kept, mut refused) = (0, 0);
    let mut judge = |answer: Answer, field: &str, text: &str| {
        if answer.status.is_success() {
            kept += 1;
            return true;
        }
        let answer = answer.problem(422, "VALIDATION_ERROR");
        let fields = answer.fields();
        assert!(fields.len() == 1 && fields[0].starts_with(field), "{text:?}: {fields:?}");
        refused += 1;
        false
    };
    for text in TYPED {
        let json = serde_json::to_string(text).unwrap();
        let before = chats.get(&path).await.is(200).body;
        let answer = chats.patch(&path, &json!({ "title": text })).await;
        let after = chats.get(&path).await.is(200);
        if judge(answer, "title", text) {
            assert_eq!(after.body["title"], text);
            // Titles are in the list, in the export, and found again.
            assert_eq!(chats.chats().await[0]["title"], text);
            let export = chats.get(&format!("{path}/export?format=json")).await.is(200);
            assert_eq!(export.body["chat"]["title"], text);
            let export = chats.get(&format!("{path}/export?format=markdown")).await.is(200);
            let disposition = export.headers["content-disposition"].to_str().unwrap();
            assert!(disposition.is_ascii() && !disposition.contains('<'), "{disposition}");
        } else {
            assert_eq!(after.body["title"], before["title"]);
        }
        let answer = chats.patch(&path, &json!({ "tags": [text] })).await;
        let kept = judge(answer, "tags", text);
        let found = chats.get(&format!("?tag={}", encoded(text))).await;
        assert!(found.status.as_u16() < 500, "{text:?}: {}", found.text);
        if kept {
            assert_eq!(chats.get(&path).await.is(200).body["tags"], json!([text]));
            assert_eq!(found.is(200).items().len(), 1, "{text:?}");
        }
        let feedback = format!("{path}/messages/m/feedback");
        let answer = chats.put(&feedback, &json!({ "rating": "up", "comment": text })).await;
        if judge(answer, "comment", text) {
            let message = chats.get(&format!("{path}/messages/m")).await.is(200);
            assert_eq!(message.body["feedback"]["comment"], text);
        }
        // Metadata of a chat is a value: any text is one, and any name.
        let metadata = json!({ "text": text, "name": { text: 1 } });
        let sent = format!("{{\"metadata\":{{\"text\":{json},\"name\":{{{json}:1}}}}}}");
        chats.patch(&path, &json!({ "metadata": { "text": null, "name": null } })).await.is(200);
        chats.send_raw(Method::PATCH, &path, sent).await.is(200);
        assert_eq!(chats.get(&path).await.is(200).body["metadata"], metadata);
    }
    // What a reader of JSON might take for a sign of its own is a name like any other, or none.
    for text in ["[1]", "[oops"] {
        let sign = json!({ "a": { "$serde_json::private::RawValue": text } });
        let answer = chats.patch(&path, &json!({ "metadata": sign })).await;
        let read = chats.get(&path).await.is(200).body["metadata"]["a"].clone();
        match answer.status.as_u16() {
            200 => assert_eq!(read, sign["a"]),
            status => assert!([400, 422].contains(&status), "{}", answer.text),
        }
    }
    // Numbers of a chat's metadata are values as well; one that would become another is refused.
    for number in
        ["12345678901234567890123", "0.1000000000000000055511151231257827", "1e400", "1E2", "-0"]
    {
        let sent = format!("{{\"metadata\":{{\"n\":{number}}}}}");
        let answer = chats.send_raw(Method::PATCH, &path, sent).await;
        assert!([200, 400, 422].contains(&answer.status.as_u16()), "{number}: {}", answer.text);
        if answer.status == 200 {
            let read = chats.get(&path).await.is(200).body["metadata"]["n"].as_f64();
            assert_eq!(read, number.parse::<f64>().ok(), "{number}");
        }
    }
    for (n, text) in TYPED.into_iter().enumerate() {
        let id = format!("r{n}");
        chats.append(&chat, &[question(&id, text)]).await.is(201);
        let report = json!({ "reason": "other", "comment": text });
        let answer = chats.post(&format!("{path}/messages/{id}/report"), &report).await;
        judge(answer, "comment", text);
    }
    assert!(kept > 50 && refused > 20, "{kept} were kept and {refused} refused");

    // A lone half of a pair is no text, wherever it stands.
    let lone = r#""\ud83d""#;
    let requests = [
        (Method::PATCH, path.clone(), format!("{{\"title\":{lone}}}")),
        (Method::PATCH, path.clone(), format!("{{\"tags\":[{lone}]}}")),
        (Method::PATCH, path.clone(), format!("{{\"metadata\":{{\"a\":{lone}}}}}")),
        (Method::PATCH, path.clone(), format!("{{\"metadata\":{{{lone}:1}}}}")),
        (Method::POST, String::new(), format!("{{\"title\":{lone}}}")),
        (
            Method::PUT,
            format!("{path}/messages/m/feedback"),
            format!("{{\"rating\":\"up\",\"comment\":{lone}}}"),
        ),
        (
            Method::POST,
            format!("{path}/messages/m/report"),
            format!("{{\"reason\":\"spam\",\"comment\":{lone}}}"),
        ),
        (
            Method::POST,
            format!("{path}/messages"),
            format!("{{\"messages\":[{{\"role\":\"user\",\"content\":{lone}}}]}}"),
        ),
        (
            Method::POST,
            format!("{path}/messages"),
            format!("{{\"messages\":[{{\"id\":{lone},\"role\":\"user\",\"content\":\"\"}}]}}"),
        ),
    ];
    for (method, path, body) in requests {
        let answer = chats.send_raw(method, &path, body.clone()).await;
        assert!([400, 422].contains(&answer.status.as_u16()), "{body}: {}", answer.text);
    }
}
