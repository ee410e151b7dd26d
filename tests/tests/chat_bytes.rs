//! What is written into a chat comes back byte for byte, or is refused; it is never
//! altered.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    Answer, ChatClient, Database, Options, Service, chat_id, on_both_databases, question,
    raw_append, stands_raw,
};
use reqwest::Method;
use serde_json::Value;

on_both_databases!(
    parts_and_metadata_come_back_byte_for_byte,
    what_nobody_could_read_again_is_refused,
);

/// Parts that are kept, each as the text of one JSON array.
fn kept_parts() -> Vec<String> {
    let mut kept: Vec<String> = [
        "[]",
        r#"[{"type":"text","text":""}]"#,
        r#"[{"type":"text","text":"<script>alert('1')</script><img src=x onerror=\"a&amp;b\">"}]"#,
        r#"[{"type":"text","text":"&lt;b&gt; %3Cb%3E \\u003cb\\u003e \/ \u003c/script\u003e"}]"#,
        "[{\"type\":\"text\",\"text\":\"\u{202e}reversed\u{202c} \u{2066}a\u{2069} \u{200f}\u{200e}\u{61c}\"}]",
        "[{\"type\":\"text\",\"text\":\"שלום עולם كِتَاب 学习控制 ไทย हिन्दी\"}]",
        "[{\"type\":\"text\",\"text\":\"👩‍💻🏳️‍🌈🇩🇪👍🏽 \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\"}]",
        "[{\"type\":\"text\",\"text\":\"Zoe\u{308} Zoë \u{212b} \u{fb01} ﷽ \u{feff}\u{200b}\u{ad}\"}]",
        "[{\"type\":\"text\",\"text\":\"\u{fffe}\u{ffff}\u{10ffff}\u{e000}\u{7f}\u{85}\u{2028}\u{2029}\"}]",
        // Characters by their numbers stay numbers, in whichever case.
        r#"[{"type":"text","text":"\u0000 a\u0000b \u001b[31m \u0008\u000c\n\r\t"}]"#,
        r#"[{"type":"text","text":"\u00e9 \u00E9 \ud83d\ude00 \uD83D\uDE00 \uffff \ufffe"}]"#,
        r#"[{"\u0074ype":"te\u0078t","text":"by its number"}]"#,
        // Spaces, wherever JSON has room for them.
        "[ ]",
        "[\r\n\t{ \"text\" :\n\"spaced\" ,\"type\"\t: \"text\" } \n ]",
        // Numbers as they were written.
        r#"[{"type":"x","n":[0,-0,-0.0,1.0,1.10,1e2,1E+2,1e-7,0.1e1,12345678901234567890123]}]"#,
        r#"[{"type":"x","n":[18446744073709551616,-9223372036854775809,1.7976931348623157e308,5e-324,1e-400]}]"#,
        r#"[{"type":"x","n":0.1000000000000000055511151231257827021181583404541015625}]"#,
        // What nobody here knows.
        r#"[{"type":"tool-search","toolCallId":"c1","state":"output-available","input":{"q":null},"output":[true,false]}]"#,
        r#"[{"type":"data-weather","data":{"__proto__":{"a":1},"constructor":{},"":{"":""}," ":1}}]"#,
        r#"[{"type":"💥","text":5},{"type":" "},{"type":"TEXT","text":null},{"type":"text\u0000"}]"#,
        r#"[{"type":"source-url","sourceId":"c88","url":"javascript:alert(1)","title":"'; DROP TABLE messages; --"}]"#,
        r#"[{"type":"step-start"},{"type":"reasoning","text":"hm"},{"type":"text","text":"$1 ? :a %s {} {{x}} ${y}"}]"#,
        // Members in an order of their own.
        r#"[{"z":1,"type":"x","a":{"c":1,"b":2},"M":0,"m":0}]"#,
    ]
    .map(str::to_owned)
    .into();
    kept.push(nested(r#"{"type":"x","a":"#, "}", 27));
    kept
}

/// One part that has lists inside each other, so many deep.
fn nested(open: &str, close: &str, depth: usize) -> String {
    format!("[{open}{}{}{close}]", "[".repeat(depth), "]".repeat(depth))
}

/// Texts of JSON that are no parts, or that no two readers would read alike.
fn refused_parts() -> Vec<String> {
    let mut refused: Vec<String> = [
        "null",
        "{}",
        "\"text\"",
        "1",
        "true",
        "[null]",
        "[1]",
        "[[]]",
        "[\"text\"]",
        "[{}]",
        r#"[{"type":null}]"#,
        r#"[{"type":""}]"#,
        r#"[{"type":["text"]}]"#,
        r#"[{"type":"text"}]"#,
        r#"[{"type":"text","text":null}]"#,
        r#"[{"type":"text","text":{"a":"b"}}]"#,
        // Half a surrogate pair, alone, at the end, in the wrong order, in a name.
        r#"[{"type":"text","text":"\ud83d"}]"#,
        r#"[{"type":"text","text":"\ude00"}]"#,
        r#"[{"type":"text","text":"a\ud83d\ud83d\ude00"}]"#,
        r#"[{"type":"text","text":"\ude00\ud83d"}]"#,
        r#"[{"type":"text","text":"\uD83Dx"}]"#,
        r#"[{"type":"x","\udc00":1}]"#,
        r#"[{"type":"x","a":{"b":["\udfff"]}}]"#,
        // A number beyond all bounds, and what only looks like one.
        r#"[{"type":"x","n":1e999}]"#,
        r#"[{"type":"x","n":-1e400}]"#,
        r#"[{"type":"x","n":NaN}]"#,
        r#"[{"type":"x","n":01}]"#,
        r#"[{"type":"x","n":+1}]"#,
        r#"[{"type":"x","n":.5}]"#,
        r#"[{"type":"x","n":0x10}]"#,
        // One name twice.
        r#"[{"type":"text","text":"a","text":"b"}]"#,
        r#"[{"type":"x","a":{"b":1,"\u0062":2}}]"#,
        // What a reader of JSON might take for a sign of its own.
        r#"[{"$serde_json::private::RawValue":{"type":"x"}}]"#,
        // No JSON.
        "",
        "[",
        "[{\"type\":\"x\"}",
        "[{\"type\":\"x\",}]",
        "[{\"type\":\"x\"},]",
        "[{'type':'x'}]",
        "[{\"type\":\"x\"}]]",
        "[{\"type\":\"x\"} /* */]",
        "\u{feff}[]",
        "[{\"type\":\"text\",\"text\":\"a\nb\"}]",
        "[{\"type\":\"text\",\"text\":\"a\0b\"}]",
        "[{\"type\":\"text\",\"text\":\"\u{1b}[31m\"}]",
        r#"[{"type":"text","text":"\x41"}]"#,
        r#"[{"type":"text","text":"\u00g0"}]"#,
    ]
    .map(str::to_owned)
    .into();
    for depth in [40, 1000, 20_000] {
        refused.push(nested(r#"{"type":"x","a":"#, "}", depth));
        refused.push(format!("[{}", r#"{"type":"x","a":"#.repeat(depth)));
    }
    refused
}

/// A stage with one user.
async fn ada(service: &Service) -> ChatClient {
    ChatClient::user(service, "ada@example.com").await
}

/// Everything that an answer in this chat can be read by.
async fn readings(chats: &ChatClient, chat: &str, id: &str) -> Vec<(&'static str, String)> {
    let read = async |path: String| chats.get(&path).await.is(200).text;
    vec![
        ("the message", read(format!("/{chat}/messages/{id}")).await),
        ("the list", read(format!("/{chat}/messages?limit=100")).await),
        ("the tree", read(format!("/{chat}/messages?limit=100&view=all&order=desc")).await),
        ("the export", read(format!("/{chat}/export?format=json")).await),
    ]
}

async fn parts_and_metadata_come_back_byte_for_byte(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ada(&service).await;
    let chat = chat_id(1, 1);
    let path = format!("/{chat}/messages");
    // Metadata may be any JSON, so it may be the same.
    let mut written = Vec::new();
    for (n, parts) in kept_parts().into_iter().enumerate() {
        let id = format!("m{n}");
        let sent = raw_append(&id, &parts, &parts);
        let answer = chats.send_raw(Method::POST, &path, sent.clone()).await.is(201);
        let again = chats.send_raw(Method::POST, &path, sent).await.is(200);
        let put = format!("{{\"role\":\"user\",\"metadata\":{parts},\"parts\":{parts}}}");
        let put = chats.send_raw(Method::PUT, &format!("{path}/{id}"), put).await.is(200);
        let answers = [("POST", answer.text), ("POST again", again.text), ("PUT", put.text)];
        for (by, text) in answers.into_iter().chain(readings(&chats, &chat, &id).await) {
            assert!(stands_raw(&text, "parts", &parts), "{by} altered {parts}: {text}");
            assert!(stands_raw(&text, "metadata", &parts), "{by} altered {parts}: {text}");
        }
        written.push(parts);
    }
    let stored = database.query("SELECT count(*) FROM messages WHERE parts <> metadata");
    assert_eq!(stored.trim(), "0");
    let export = service.client().get_as("/api/v1/users/me/export", chats.token()).await.is(200);
    for parts in &written {
        // One line has no line ends, not even where JSON has room for them.
        let parts = &parts.replace(['\r', '\n'], " ");
        let line = export.text.lines().find(|line| stands_raw(line, "parts", parts));
        assert!(
            line.is_some_and(|line| stands_raw(line, "metadata", parts)),
            "the export altered {parts}"
        );
    }
    assert!(export.text.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));

    // And what is no list: metadata alone.
    for (n, metadata) in
        ["null", "0", "\"\\u0000\"", "{ \"a\" :\t{} }", "1e2", "false"].into_iter().enumerate()
    {
        let id = format!("meta{n}");
        chats.send_raw(Method::POST, &path, raw_append(&id, "[]", metadata)).await.is(201);
        for (by, text) in readings(&chats, &chat, &id).await {
            assert!(stands_raw(&text, "metadata", metadata), "{by} altered {metadata}: {text}");
        }
    }
    // A crash changes nothing of it.
    let mut service = service;
    service.kill_and_restart();
    let chats = chats.by(&service.client());
    let tree = chats.get(&format!("{path}?limit=100&view=all")).await.is(200).text;
    for parts in &written {
        assert!(stands_raw(&tree, "parts", parts), "{parts}");
    }
}

async fn what_nobody_could_read_again_is_refused(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ada(&service).await;
    let chat = chat_id(1, 1);
    let path = format!("/{chat}/messages");
    chats.append(&chat, &[question("m", "kept")]).await.is(201);
    let before = database.query("SELECT * FROM messages") + &database.query("SELECT * FROM chats");
    let refused = |answer: Answer, what: &str| {
        let code = match answer.status.as_u16() {
            400 => "MALFORMED_REQUEST",
            422 => "VALIDATION_ERROR",
            _ => panic!("{what}: {} {}", answer.status, answer.text),
        };
        assert_eq!(answer.body["code"], code, "{what}: {}", answer.text);
        answer.status.as_u16()
    };
    let mut wrong = 0;
    for parts in refused_parts() {
        let mut bodies = vec![raw_append("new", &parts, "null")];
        let metadata_only = serde_json::from_str::<Value>(&parts).is_err() && !parts.is_empty();
        bodies.extend(metadata_only.then(|| raw_append("new", "[]", &parts)));
        for body in bodies {
            let answer = chats.send_raw(Method::POST, &path, body).await;
            wrong += usize::from(refused(answer, &parts) == 422);
        }
        for id in ["m", "new"] {
            let put = format!("{{\"role\":\"user\",\"parts\":{parts}}}");
            let answer = chats.send_raw(Method::PUT, &format!("{path}/{id}"), put).await;
            wrong += usize::from(refused(answer, &parts) == 422);
        }
    }
    assert!(wrong > 40, "what is JSON is told which field is wrong: {wrong}");
    // A lone half of a pair is JSON, and no text: the field is named.
    for parts in [r#"[{"type":"text","text":"\ud83d"}]"#, r#"[{"type":"x","a":"\udc00"}]"#] {
        let answer = chats.send_raw(Method::POST, &path, raw_append("new", parts, "null")).await;
        assert_eq!(
            answer.problem(422, "VALIDATION_ERROR").fields(),
            ["messages[0].parts INVALID_FORMAT"]
        );
        let answer = chats.send_raw(Method::POST, &path, raw_append("new", "[]", parts)).await;
        assert_eq!(
            answer.problem(422, "VALIDATION_ERROR").fields(),
            ["messages[0].metadata INVALID_FORMAT"]
        );
    }
    let bad_unicode: [&[u8]; 5] =
        [b"\xff", b"\xc0\xaf", b"\xed\xa0\xbd", b"\xf4\x90\x80\x80", b"\xe2\x82"];
    for bytes in bad_unicode {
        let (head, tail) = (b"[{\"type\":\"text\",\"text\":\"", b"\"}]");
        let parts = [&head[..], bytes, tail].concat();
        let around = raw_append("new", "|", "null");
        let (before, after) = around.split_once('|').unwrap();
        let sent = [before.as_bytes(), &parts, after.as_bytes()].concat();
        refused(chats.send_raw(Method::POST, &path, sent).await, &format!("{bytes:x?}"));
    }
    let utf16: Vec<u8> =
        raw_append("new", "[]", "null").encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(chats.send_raw(Method::POST, &path, utf16).await, "UTF-16");
    let after = database.query("SELECT * FROM messages") + &database.query("SELECT * FROM chats");
    assert_eq!(after, before, "what was refused left something behind");
}
