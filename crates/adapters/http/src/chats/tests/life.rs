use actix_web::http::Method;
use serde_json::{Value, json};

use super::{CHATS, chosen, place, world};
use crate::testing::{MINUTE, messages_of, request, said, signed};

#[actix_web::test]
async fn a_chat_is_started_and_shown() {
    let (world, ada) = world().await;
    let id = chosen(1);
    let start = json!({ "id": id.to_string(), "title": " PID? ", "metadata": { "a": [1, null] } });
    let answer = world.post_json(CHATS, start.clone(), Some(&ada)).await.is(201);
    assert_eq!(answer.header("location"), place(id));
    assert_eq!(answer.header("etag"), "\"1\"");
    let now = world.app.now().to_string();
    let expected = json!({
        "id": id.to_string(), "title": " PID? ", "titleSource": "user", "pinned": false,
        "archived": false, "tags": [], "metadata": { "a": [1, null] }, "messageCount": 0,
        "headMessageId": null, "lastMessageAt": now, "lastMessagePreview": null, "version": 1,
        "createdAt": now, "updatedAt": now,
    });
    assert_eq!(answer.json(), expected);

    world.clock.advance(MINUTE);
    let other = json!({ "id": id.to_string(), "title": "Other" });
    for again in [start, other] {
        let answer = world.post_json(CHATS, again, Some(&ada)).await.is(200);
        assert_eq!((answer.json(), answer.header("location")), (expected.clone(), ""));
    }
    let read = world.get(&place(id), &ada).await.is(200);
    assert_eq!((read.json(), read.header("etag")), (expected.clone(), "\"1\""));
    let list = world.get(CHATS, &ada).await.is(200).json();
    assert_eq!(list, json!({ "data": [expected], "nextCursor": null }));
}

#[actix_web::test]
async fn nothing_needs_to_be_said_of_a_new_chat() {
    let (world, ada) = world().await;
    let chat = world.post_json(CHATS, json!({}), Some(&ada)).await.is(201).json();
    assert_eq!((&chat["title"], &chat["titleSource"]), (&Value::Null, &json!("auto")));
    assert_eq!(chat["metadata"], json!({}));
    let null = json!({ "id": null, "title": null, "metadata": null });
    let other = world.post_json(CHATS, null, Some(&ada)).await.is(201).json();
    assert_ne!(chat["id"], other["id"]);
}

#[actix_web::test]
async fn an_id_that_somebody_else_has_is_taken() {
    let (world, ada) = world().await;
    let visitor = world.visitor().await;
    let id = chosen(1);
    let start = json!({ "id": id.to_string() });
    world.post_json(CHATS, start.clone(), Some(&ada)).await.is(201);
    world.post_json(CHATS, start, Some(&visitor)).await.problem(409, "CHAT_ID_TAKEN");
    let append = world.append(id, &[said("a", "user", "x")], &visitor).await;
    append.problem(409, "CHAT_ID_TAKEN");
    assert_eq!(world.get(&messages_of(id), &ada).await.is(200).json()["data"], json!([]));
}

#[actix_web::test]
async fn the_first_question_names_the_chat_and_the_newest_message_leads_it() {
    let (world, ada) = world().await;
    let id = chosen(1);
    world.append(id, &[said("q", "user", "How do\nPID loops work?")], &ada).await.is(201);
    world.clock.advance(MINUTE);
    world.append(id, &[said("a", "assistant", "They steer.")], &ada).await.is(201);
    let chat = world.get(&place(id), &ada).await.is(200).json();
    assert_eq!(chat["title"], "How do PID loops work?");
    assert_eq!(chat["titleSource"], "auto");
    assert_eq!(chat["messageCount"], 2);
    assert_eq!(chat["headMessageId"], "a");
    assert_eq!(chat["lastMessagePreview"], "They steer.");
    assert_eq!(chat["lastMessageAt"], world.app.now().to_string());
}

#[actix_web::test]
async fn chats_come_by_activity_and_filtered() {
    let (world, ada) = world().await;
    for number in 1..=3 {
        world.clock.advance(MINUTE);
        world.append(chosen(number), &[said("q", "user", "x")], &ada).await.is(201);
    }
    world.clock.advance(MINUTE);
    world.append(chosen(1), &[said("r", "user", "x")], &ada).await.is(201);
    world.patch_json(&place(chosen(2)), json!({ "pinned": true }), &ada).await.is(200);
    let tagged = json!({ "archived": true, "tags": ["a b", "c"] });
    world.patch_json(&place(chosen(3)), tagged, &ada).await.is(200);
    for (query, expected) in [
        ("", vec![1, 3, 2]),
        ("?pinned=true", vec![2]),
        ("?pinned=false", vec![1, 3]),
        ("?archived=true", vec![3]),
        ("?archived=false", vec![1, 2]),
        ("?tag=a+b", vec![3]),
        ("?tag=a", vec![]),
        ("?archived=true&pinned=true", vec![]),
    ] {
        let list = world.get(&format!("{CHATS}{query}"), &ada).await.is(200).json();
        let ids: Vec<Value> =
            list["data"].as_array().unwrap().iter().map(|chat| chat["id"].clone()).collect();
        let expected: Vec<Value> =
            expected.into_iter().map(|number| chosen(number).to_string().into()).collect();
        assert_eq!(ids, expected, "{query}");
    }
}

#[actix_web::test]
async fn whoever_has_the_version_gets_no_body() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let read = |tag: &'static str| {
        let get = request(Method::GET, &place(id)).insert_header(("if-none-match", tag));
        world.send(signed(get, &ada))
    };
    let answer = read("\"2\"").await.is(304);
    assert_eq!((answer.text.as_str(), answer.header("etag")), ("", "\"2\""));
    read("\"1\"").await.is(200);
    world.append(id, &[said("a", "assistant", "x")], &ada).await.is(201);
    assert_eq!(read("\"2\"").await.is(200).header("etag"), "\"3\"");
}

#[actix_web::test]
async fn a_word_in_the_place_of_an_id_is_that_route() {
    let (world, ada) = world().await;
    world.get(&format!("{CHATS}/search?q=x"), &ada).await.is(200);
    for (method, path, allowed) in [
        (Method::PATCH, "search", "GET, HEAD"),
        (Method::GET, "claim", "POST"),
        (Method::DELETE, "bulk-delete", "POST"),
    ] {
        let answer = world.call(method, &format!("{CHATS}/{path}"), Some(&ada)).await;
        assert_eq!(answer.header("allow"), allowed);
        answer.problem(405, "METHOD_NOT_ALLOWED");
    }
}
