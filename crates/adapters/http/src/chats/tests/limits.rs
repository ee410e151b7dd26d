use std::num::NonZeroU32;

use actix_web::http::Method;
use bookplate_domain::limits::Rule;
use bookplate_testkit::doubles::PlainLimiter;
use serde_json::{Value, json};

use super::{CHATS, chosen, place, world};
use crate::testing::{MINUTE, World, messages_of, request, said, signed};

const KIB: usize = 1024;

fn text_of(bytes: usize) -> Value {
    let frame = json!([{ "type": "text", "text": "" }]).to_string().len();
    json!([{ "type": "text", "text": "x".repeat(bytes - frame) }])
}

#[actix_web::test]
async fn a_message_has_256_kib_and_200_parts() {
    let (world, ada) = world().await;
    let message = |parts: Value| json!({ "id": "m", "role": "user", "parts": parts });
    let many = |count: usize| json!(vec![json!({ "type": "x" }); count]);
    for (number, parts) in (1..).zip([text_of(256 * KIB), many(200)]) {
        let sent = parts.to_string();
        let answer = world.append(chosen(number), &[message(parts)], &ada).await.is(201);
        assert!(answer.text.contains(&sent));
        let read = world.get(&messages_of(chosen(number)), &ada).await.is(200);
        assert!(read.text.contains(&sent));
    }
    for (parts, limit) in [(text_of(256 * KIB + 1), 256 * KIB), (many(201), 200)] {
        let answer = world.append(chosen(1), &[message(parts.clone())], &ada).await;
        assert_eq!(answer.faults(), ["messages[0].parts LIMIT_EXCEEDED"]);
        let problem = answer.json();
        assert_eq!(problem["limit"], limit);
        assert_eq!(problem["errors"][0]["params"], json!({ "max": limit }));
        answer.problem(422, "LIMIT_EXCEEDED");
        let path = format!("{}/m", messages_of(chosen(1)));
        let put = world.put_json(&path, json!({ "role": "user", "parts": parts }), &ada).await;
        assert_eq!(put.faults(), ["parts LIMIT_EXCEEDED"]);
        put.problem(422, "LIMIT_EXCEEDED");
    }
    let content = json!({ "role": "user", "content": "x".repeat(256 * KIB) });
    let answer = world.append(chosen(1), &[content], &ada).await;
    assert_eq!(answer.faults(), ["messages[0].content LIMIT_EXCEEDED"]);
}

#[actix_web::test]
async fn a_body_has_one_mebibyte_on_the_routes_of_chats() {
    let (world, ada) = world().await;
    let messages: Vec<Value> =
        (0..4).map(|n| said(&format!("m{n}"), "assistant", &"x".repeat(250 * KIB))).collect();
    let body = json!({ "messages": messages, "createChat": true }).to_string();
    let path = messages_of(chosen(1));
    let padded = format!("{body}{}", " ".repeat(KIB * KIB - body.len()));
    world.send_bytes((Method::POST, &path), padded.clone(), &ada).await.is(201);
    let large = world.send_bytes((Method::POST, &path), format!("{padded} "), &ada).await;
    large.problem(413, "PAYLOAD_TOO_LARGE");
    let streamed = request(Method::POST, &path)
        .insert_header(("content-type", "application/json"))
        .insert_header(("transfer-encoding", "chunked"))
        .set_payload(format!("{padded} "));
    world.send(signed(streamed, &ada)).await.problem(413, "PAYLOAD_TOO_LARGE");
    // Elsewhere there is less.
    let body = json!({ "custom": { "a": "x".repeat(65 * KIB) } }).to_string();
    let preferences = (Method::PATCH, "/api/v1/users/me/preferences");
    world.send_bytes(preferences, body, &ada).await.problem(413, "PAYLOAD_TOO_LARGE");
    let wrong = request(Method::POST, &path).insert_header(("content-type", "text/plain"));
    let wrong = world.send(signed(wrong.set_payload("{}"), &ada)).await;
    wrong.problem(415, "UNSUPPORTED_MEDIA_TYPE");
}

#[actix_web::test]
async fn what_is_said_of_a_chat_has_bounds() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let tags: Vec<String> = (0..21).map(|n| n.to_string()).collect();
    let most = json!({ "title": "é".repeat(200), "tags": tags[..20] });
    world.patch_json(&place(id), most, &ada).await.is(200);
    let metadata = json!({ "a": "x".repeat(10 * KIB) });
    world.patch_json(&place(id), json!({ "metadata": metadata }), &ada).await.is(200);
    for (change, fault, limit) in [
        (json!({ "title": "é".repeat(201) }), "title LIMIT_EXCEEDED", 200),
        (json!({ "tags": tags }), "tags LIMIT_EXCEEDED", 20),
        (json!({ "metadata": { "b": "x".repeat(10 * KIB) } }), "metadata LIMIT_EXCEEDED", 16 * KIB),
    ] {
        let answer = world.patch_json(&place(id), change, &ada).await;
        assert_eq!(answer.faults(), [fault]);
        assert_eq!(answer.json()["limit"], limit);
        answer.problem(422, "LIMIT_EXCEEDED");
    }
    let long = json!({ "tags": ["x".repeat(51), "y", ""] });
    let answer = world.patch_json(&place(id), long, &ada).await;
    assert_eq!(answer.faults(), ["tags[0] LIMIT_EXCEEDED", "tags[2] REQUIRED"]);
    assert_eq!(answer.json()["limit"], 50);
    answer.problem(422, "LIMIT_EXCEEDED");
    let start = json!({ "metadata": { "a": "x".repeat(17 * KIB) } });
    let answer = world.post_json(CHATS, start, Some(&ada)).await;
    assert_eq!(answer.faults(), ["metadata LIMIT_EXCEEDED"]);
}

#[actix_web::test]
async fn a_chat_has_five_thousand_messages() {
    let (world, ada) = world().await;
    let id = chosen(1);
    let fifty = |from: usize| -> Vec<Value> {
        (from..from + 50).map(|n| said(&format!("m{n}"), "assistant", "x")).collect()
    };
    for request in 0..100 {
        world.append(id, &fifty(request * 50), &ada).await.is(201);
    }
    world.append(id, &fifty(0), &ada).await.is(200);
    let more = world.append(id, &[said("one-more", "user", "x")], &ada).await;
    let problem = more.json();
    assert_eq!((&problem["limit"], problem.get("errors")), (&json!(5000), None));
    more.problem(422, "LIMIT_EXCEEDED");
}

#[actix_web::test]
async fn a_front_end_is_told_of_the_limits() {
    let (world, ada) = world().await;
    let config = world.get("/api/v1/config", &ada).await.is(200).json();
    assert_eq!(config["anonymous"], json!({ "enabled": true, "messagesPerDay": 20 }));
    assert_eq!(
        config["chats"],
        json!({
            "maxPerUser": 10_000, "maxMessages": 5000, "maxMessagesPerRequest": 50, "maxParts": 200,
            "maxPartsBytes": 256 * KIB, "maxMetadataBytes": 16 * KIB, "maxTitleLength": 200,
            "maxTags": 20, "maxTagLength": 50, "maxCommentLength": 1000,
        })
    );
}

#[actix_web::test]
async fn chats_are_written_so_often() {
    let limits = PlainLimiter::default().with(Rule::Chats, NonZeroU32::new(3).unwrap(), MINUTE);
    let world = World::with(limits, |_| ()).await;
    let ada = world.signed_in().await;
    let id = chosen(1);
    let start = json!({ "id": id.to_string() });
    world.post_json(CHATS, start.clone(), Some(&ada)).await.is(201);
    world.append(id, &[said("q", "user", "x")], &ada).await.is(201);
    let path = format!("{}/a", messages_of(id));
    world.put_json(&path, said("a", "assistant", "x"), &ada).await.is(201);
    let again = said("a", "assistant", "x");
    for refused in [
        world.post_json(CHATS, start, Some(&ada)).await,
        world.append(id, std::slice::from_ref(&again), &ada).await,
        world.put_json(&path, again, &ada).await,
    ] {
        assert_eq!(refused.json()["limit"], "chats");
        refused.problem(429, "RATE_LIMIT_EXCEEDED");
    }
    world.get(&path, &ada).await.is(200);
}
