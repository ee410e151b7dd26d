//! What is kept comes back byte for byte, or was refused.

use actix_web::http::Method;
use serde_json::Value;

use super::{CHATS, chosen, place, world};
use crate::testing::{QUESTION, World, messages_of};
use bookplate_domain::{sessions::SessionGrant, shared::ChatId};

/// Parts that are not to be changed, as they are sent.
const ODD: [&str; 8] = [
    "[]",
    r#"[{"type":"text","text":"<script>alert(\"1\")</script> & </script>"}]"#,
    "[{\"type\":\"text\",\"text\":\"\u{202e}\u{2066}אב\u{2069} \u{200f}👩\u{200d}💻 e\u{301} \u{2028}\"}]",
    r#"[{"text":"\u003cb\u003E \/ \u0000 \ud83d\ude00","type":"text"}]"#,
    "[ { \"type\" : \"tool-search\" ,\n\t\"input\":{\"z\":1,\"a\":[1.0,1e2,-0,1.10]} } ]",
    r#"[{"type":"from-the-future","n":12345678901234567890123456789,"f":0.1000000000000000055511}]"#,
    r#"[{"type":"data-x","data":null},{"type":"data-x","data":{"":"","__proto__":{}}}]"#,
    r#"[{"type":"text","text":"a"},{"type":"text","text":"b","providerMetadata":{"p":{"s":"Zz0="}}}]"#,
];

/// The same for metadata.
const ODD_METADATA: [&str; 5] =
    ["null", r#"{ "b":1, "a":[1.0] }"#, r#""\u0000<b>""#, "-0", r#"[{"a":{"b":[]}}]"#];

fn append(message: &str) -> String {
    format!("{{\"createChat\":true, \"messages\":[{message}]}}")
}

fn assert_has(text: &str, parts: &str, metadata: &str) {
    assert!(text.contains(&format!("\"parts\":{parts},\"content\":")), "{parts} in {text}");
    let metadata = format!("\"metadata\":{metadata},\"feedback\":null");
    assert!(text.contains(&metadata), "{metadata} in {text}");
}

#[actix_web::test]
async fn parts_and_metadata_come_back_byte_for_byte() {
    let (world, ada) = world().await;
    let mut number = 0;
    for parts in ODD {
        for metadata in ODD_METADATA {
            number += 1;
            let chat = chosen(number);
            let path = messages_of(chat);
            let sent = format!(r#" "role":"user", "parts": {parts} , "metadata":{metadata}"#);
            let named = append(&format!(r#"{{"id":"m",{sent}}}"#));
            let created = world.send_bytes((Method::POST, &path), named, &ada).await.is(201);
            let again = append(&format!(r#"{{"id":"m",{sent}}}"#));
            let again = world.send_bytes((Method::POST, &path), again, &ada).await.is(200);
            let one = format!("{path}/m");
            let put = world.send_bytes((Method::PUT, &one), format!("{{{sent}}}"), &ada).await;
            let export = format!("{}/export", place(chat));
            for answer in [
                created,
                again,
                put.is(200),
                world.get(&one, &ada).await.is(200),
                world.get(&path, &ada).await.is(200),
                world.get(&export, &ada).await.is(200),
            ] {
                assert_has(&answer.text, parts, metadata);
            }
            // One line has no line ends, not even where JSON has room for them.
            let all = world.get("/api/v1/users/me/export", &ada).await.is(200);
            assert_has(&all.text, &parts.replace('\n', " "), metadata);
            assert!(all.text.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
        }
    }
}

#[actix_web::test]
async fn metadata_that_was_never_sent_is_absent() {
    let (world, ada) = world().await;
    let body = append(r#"{"id":"m","role":"user","content":"\u003cb>"}"#);
    let created = world.send_bytes((Method::POST, &messages_of(chosen(1))), body, &ada).await;
    let message = created.is(201).json()["messages"][0].clone();
    assert_eq!(message.get("metadata"), None);
    assert_eq!((&message["content"], &message["parts"][0]["text"]), (&"<b>".into(), &"<b>".into()));
}

#[actix_web::test]
async fn half_a_surrogate_pair_is_refused_by_the_name_of_its_field() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let (messages, message) = (messages_of(id), format!("{}/{QUESTION}", messages_of(id)));
    let feedback = format!("{message}/feedback");
    let report = format!("{message}/report");
    let in_message = |member: &str| append(&format!(r#"{{"role":"user",{member}}}"#));
    for (method, path, body, fault) in [
        (
            Method::POST,
            &messages,
            in_message(r#""parts":[{"type":"text","text":"\ud83d"}]"#),
            "messages[0].parts INVALID_FORMAT",
        ),
        (
            Method::POST,
            &messages,
            in_message(r#""parts":[{"type":"x","\udc00":1}]"#),
            "messages[0].parts INVALID_FORMAT",
        ),
        (
            Method::POST,
            &messages,
            in_message(r#""parts":[{"type":"x","n":1e999}]"#),
            "messages[0].parts INVALID_FORMAT",
        ),
        (
            Method::POST,
            &messages,
            in_message(r#""parts":[],"metadata":{"a":"\ude00\ud83d"}"#),
            "messages[0].metadata INVALID_FORMAT",
        ),
        (
            Method::POST,
            &messages,
            in_message(r#""content":"\ud83d\u0041""#),
            "messages[0].content INVALID_FORMAT",
        ),
        (
            Method::POST,
            &messages,
            in_message(r#""parts":[],"id":"\ud83d""#),
            "messages[0].id INVALID_FORMAT",
        ),
        (
            Method::POST,
            &messages,
            r#"{"messages":["\ud83d"]}"#.to_owned(),
            "messages[0] INVALID_FORMAT",
        ),
        (
            Method::PUT,
            &message,
            r#"{"role":"user","parts":[{"type":"text","text":"\ud83d"}]}"#.to_owned(),
            "parts INVALID_FORMAT",
        ),
        (
            Method::POST,
            &CHATS.to_owned(),
            r#"{"title":"\ud83d"}"#.to_owned(),
            "title INVALID_FORMAT",
        ),
        (
            Method::POST,
            &CHATS.to_owned(),
            r#"{"metadata":{"a":["\ud83d"]}}"#.to_owned(),
            "metadata INVALID_FORMAT",
        ),
        (Method::PATCH, &place(id), r#"{"title":"x\ud83d"}"#.to_owned(), "title INVALID_FORMAT"),
        (Method::PATCH, &place(id), r#"{"tags":["\udc00"]}"#.to_owned(), "tags INVALID_FORMAT"),
        (
            Method::PATCH,
            &place(id),
            r#"{"metadata":{"\udc00":1}}"#.to_owned(),
            "metadata INVALID_FORMAT",
        ),
        (
            Method::PUT,
            &feedback,
            r#"{"rating":"up","comment":"\ud83d"}"#.to_owned(),
            "comment INVALID_FORMAT",
        ),
        (
            Method::POST,
            &report,
            r#"{"reason":"spam","comment":"\ud83d"}"#.to_owned(),
            "comment INVALID_FORMAT",
        ),
        (
            Method::POST,
            &format!("{CHATS}/claim"),
            r#"{"anonymousToken":"\ud83d"}"#.to_owned(),
            "anonymousToken INVALID_FORMAT",
        ),
        (
            Method::PATCH,
            &place(id),
            r#"{"\ud83d":1}"#.to_owned(),
            "\u{fffd}\u{fffd}\u{fffd} UNKNOWN_FIELD",
        ),
    ] {
        let answer = world.send_bytes((method, path), body.clone(), &ada).await;
        assert_eq!(answer.faults(), [fault], "{body}");
        answer.problem(422, "VALIDATION_ERROR");
    }
    assert_untouched(&world, &ada, id).await;
}

#[actix_web::test]
async fn what_is_no_json_or_could_be_read_two_ways_is_malformed() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let messages = messages_of(id);
    let deep = format!("{}{}", "[".repeat(33), "]".repeat(33));
    for body in [
        "".to_owned(),
        "{".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        append(r#"{"role":"user","parts":[{"type":"x","type":"y"}]}"#),
        append(r#"{"role":"user","parts":[],"role":"system"}"#),
        append(
            r#"{"role":"user","parts":[{"$serde_json::private::RawValue":"{\"type\":\"x\"}"}]}"#,
        ),
        append(r#"{"role":"user","parts":[],"metadata":{"a":{"b":1,"b":1}}}"#),
        append(&format!(r#"{{"role":"user","parts":[],"metadata":{deep}}}"#)),
        append(r#"{"role":"user","parts":[{"type":"text","text":"\ud83"}]}"#),
        append("{\"role\":\"user\",\"content\":\"a\u{0}b\"}"),
    ] {
        let answer = world.send_bytes((Method::POST, &messages), body.clone(), &ada).await;
        assert_eq!(answer.status, 400, "{body}");
        answer.problem(400, "MALFORMED_REQUEST");
    }
    let mut latin = append(r#"{"role":"user","content":"?"}"#).into_bytes();
    let at = latin.iter().position(|byte| *byte == b'?').unwrap();
    latin[at] = 0xe9;
    world
        .send_bytes((Method::POST, &messages), latin, &ada)
        .await
        .problem(400, "MALFORMED_REQUEST");
    assert_untouched(&world, &ada, id).await;
}

async fn assert_untouched(world: &World, ada: &SessionGrant, id: ChatId) {
    let list = world.get(&format!("{}?view=all", messages_of(id)), ada).await.is(200).json();
    assert_eq!(list["data"].as_array().map(Vec::len), Some(1));
    let chat = world.get(&place(id), ada).await.is(200).json();
    assert_eq!((&chat["version"], &chat["tags"]), (&2.into(), &Value::Array(Vec::new())));
}
