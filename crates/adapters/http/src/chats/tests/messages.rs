use actix_web::http::Method;
use bookplate_domain::sessions::SessionGrant;
use serde_json::{Value, json};

use super::{chosen, place, world};
use crate::testing::{ADA, MINUTE, PASSWORD, World, messages_of, said};

fn ids(list: &Value) -> Vec<&str> {
    list["data"].as_array().unwrap().iter().map(|each| each["id"].as_str().unwrap()).collect()
}

fn following(parent: impl Into<Value>, mut message: Value) -> Value {
    message["parentId"] = parent.into();
    message
}

#[actix_web::test]
async fn an_append_answers_what_is_there_then() {
    let (world, ada) = world().await;
    let id = chosen(1);
    let question = json!({
        "id": "q", "role": "user", "content": "PID?", "metadata": { "locale": "ur" },
    });
    let answer = json!({
        "role": "assistant", "status": "streaming",
        "parts": [{ "type": "step-start" }, { "type": "text", "text": "A" }, { "type": "text", "text": "B" }],
    });
    let created = world.append(id, &[question, answer], &ada).await.is(201);
    let body = created.json();
    let now = world.app.now().to_string();
    let minted = body["messages"][1]["id"].as_str().unwrap().to_owned();
    assert!(minted.starts_with("msg_"), "{minted}");
    assert_eq!(created.header("location"), format!("{}/{minted}", messages_of(id)));
    assert_eq!(body["stored"], true);
    assert_eq!(
        (&body["chat"]["id"], &body["chat"]["version"]),
        (&json!(id.to_string()), &json!(2))
    );
    assert_eq!(
        body["messages"],
        json!([
            {
                "id": "q", "chatId": id.to_string(), "parentId": null, "seq": 1, "role": "user",
                "status": "complete", "parts": [{ "type": "text", "text": "PID?" }],
                "content": "PID?", "metadata": { "locale": "ur" }, "feedback": null,
                "createdAt": now, "updatedAt": now, "created": true,
            },
            {
                "id": minted, "chatId": id.to_string(), "parentId": "q", "seq": 2,
                "role": "assistant", "status": "streaming",
                "parts": [
                    { "type": "step-start" }, { "type": "text", "text": "A" },
                    { "type": "text", "text": "B" },
                ],
                "content": "AB", "feedback": null, "createdAt": now, "updatedAt": now,
                "created": true,
            },
        ])
    );
    // Elsewhere it is the same, but for what only an append knows.
    let mut first = body["messages"][0].clone();
    first.as_object_mut().unwrap().remove("created");
    let one = world.get(&format!("{}/q", messages_of(id)), &ada).await.is(200);
    assert_eq!(one.json(), first);
    let list = world.get(&messages_of(id), &ada).await.is(200).json();
    assert_eq!((&list["data"][0], &list["headMessageId"]), (&first, &json!(minted)));
    assert_eq!(list["nextCursor"], Value::Null);
}

#[actix_web::test]
async fn an_append_that_comes_again_changes_nothing() {
    let (world, ada) = world().await;
    let id = chosen(1);
    let question = said("q", "user", "PID?");
    let first = world.append(id, std::slice::from_ref(&question), &ada).await.is(201).json();
    world.clock.advance(MINUTE);
    let again = world.append(id, std::slice::from_ref(&question), &ada).await.is(200);
    assert_eq!(again.header("location"), "");
    let again = again.json();
    assert_eq!((&again["chat"], &again["messages"][0]["created"]), (&first["chat"], &json!(false)));
    let more = world.append(id, &[question, said("a", "assistant", "x")], &ada).await.is(201);
    let created: Vec<bool> =
        more.json()["messages"].as_array().unwrap().iter().map(|m| m["created"] == true).collect();
    assert_eq!(created, [false, true]);
    assert_eq!(more.header("location"), format!("{}/a", messages_of(id)));

    let other = world.append(id, &[said("q", "user", "Else?")], &ada).await;
    other.problem(409, "MESSAGE_ID_CONFLICT");
    let all_or_none = [said("new", "user", "x"), said("q", "user", "Else?")];
    world.append(id, &all_or_none, &ada).await.problem(409, "MESSAGE_ID_CONFLICT");
    let list = world.get(&messages_of(id), &ada).await.is(200).json();
    assert_eq!(ids(&list), ["q", "a"]);
}

#[actix_web::test]
async fn a_chat_is_started_by_its_first_message_only_if_that_was_asked_for() {
    let (world, ada) = world().await;
    let id = chosen(1);
    for create in [json!({}), json!({ "createChat": false }), json!({ "createChat": null })] {
        let mut body = create;
        body["messages"] = json!([said("q", "user", "x")]);
        let refused = world.post_json(&messages_of(id), body, Some(&ada)).await;
        assert!(refused.json()["detail"].as_str().unwrap().contains("createChat"));
        refused.problem(404, "NOT_FOUND");
    }
    world.append(id, &[said("q", "user", "x")], &ada).await.is(201);
}

/// Ada's chat with two branches behind `q`: `a1 – q2` and the newer `a2`; and another root, `r`.
async fn branched(world: &World, ada: &SessionGrant) -> String {
    let id = chosen(1);
    let tree = [
        following(Value::Null, said("r", "system", "Be kind.")),
        following(Value::Null, said("q", "user", "PID?")),
        said("a1", "assistant", "A loop."),
        said("q2", "user", "And?"),
        following("q", said("a2", "assistant", "A controller.")),
    ];
    world.append(id, &tree, ada).await.is(201);
    messages_of(id)
}

#[actix_web::test]
async fn a_parent_that_is_absent_null_or_an_id_is_three_things() {
    let (world, ada) = world().await;
    let path = branched(&world, &ada).await;
    let list = world.get(&format!("{path}?view=all"), &ada).await.is(200).json();
    let parents: Vec<&Value> =
        list["data"].as_array().unwrap().iter().map(|each| &each["parentId"]).collect();
    assert_eq!(parents, [&Value::Null, &Value::Null, &json!("q"), &json!("a1"), &json!("q")]);
    let missing = [said("b", "user", "x"), following("none", said("c", "user", "x"))];
    let refused = world.append(chosen(1), &missing, &ada).await;
    assert_eq!(refused.faults(), ["messages[1].parentId NOT_ALLOWED"]);
}

#[actix_web::test]
async fn the_active_branch_or_the_whole_tree_comes_in_either_order() {
    let (world, ada) = world().await;
    let path = branched(&world, &ada).await;
    for (query, expected) in [
        ("", vec!["q", "a2"]),
        ("?view=active&order=desc", vec!["a2", "q"]),
        ("?view=all", vec!["r", "q", "a1", "q2", "a2"]),
        ("?view=all&order=desc", vec!["a2", "q2", "a1", "q", "r"]),
    ] {
        let list = world.get(&format!("{path}{query}"), &ada).await.is(200).json();
        assert_eq!((ids(&list), &list["headMessageId"]), (expected, &json!("a2")), "{query}");
    }
}

#[actix_web::test]
async fn a_message_is_put_whether_it_is_there_or_not() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let path = format!("{}/a", messages_of(id));
    let checkpoint = json!({ "role": "assistant", "status": "streaming", "content": "It" });
    let created = world.put_json(&path, checkpoint, &ada).await.is(201);
    assert_eq!(created.header("location"), path);
    let created = created.json();
    assert_eq!((&created["parentId"], &created["seq"]), (&json!("q1"), &json!(2)));
    assert_eq!(created.get("created"), None);
    let active = world.get(&place(id), &ada).await.json()["lastMessageAt"].clone();

    world.clock.advance(MINUTE);
    let whole = json!({
        "role": "assistant", "content": "It steers.", "metadata": 7, "parentId": null,
    });
    let put = world.put_json(&path, whole, &ada).await.is(200);
    assert_eq!(put.header("location"), "");
    let put = put.json();
    assert_eq!((&put["content"], &put["status"]), (&json!("It steers."), &json!("complete")));
    assert_eq!(
        (&put["metadata"], &put["parentId"], &put["seq"]),
        (&json!(7), &json!("q1"), &json!(2))
    );
    assert_eq!(put["updatedAt"], world.app.now().to_string());
    assert_eq!(put["createdAt"], created["createdAt"]);
    let chat = world.get(&place(id), &ada).await.json();
    assert_eq!(
        (&chat["lastMessageAt"], &chat["lastMessagePreview"]),
        (&active, &json!("It steers."))
    );

    // A checkpoint that was overtaken changes nothing.
    let late = json!({ "role": "assistant", "status": "streaming", "content": "It st" });
    assert_eq!(world.put_json(&path, late, &ada).await.is(200).json(), put);

    let lost = json!({ "role": "user", "content": "x", "parentId": "none" });
    let refused = world.put_json(&format!("{}/b", messages_of(id)), lost, &ada).await;
    assert_eq!(refused.faults(), ["parentId NOT_ALLOWED"]);
}

#[actix_web::test]
async fn a_message_that_is_put_may_name_itself_and_nothing_else() {
    let (world, ada) = world().await;
    let path = format!("{}/a", messages_of(world.chat_of(&ada).await));
    world.put_json(&path, said("a", "assistant", "x"), &ada).await.is(201);
    let other = world.put_json(&path, said("b", "assistant", "x"), &ada).await;
    assert_eq!(other.faults(), ["id NOT_ALLOWED"]);
}

#[actix_web::test]
async fn a_deleted_message_does_not_come_back() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let path = format!("{}/a", messages_of(id));
    world.append(id, &[said("a", "assistant", "x")], &ada).await.is(201);
    world.call(Method::DELETE, &path, Some(&ada)).await.is(204);
    world
        .append(id, &[said("a", "assistant", "x")], &ada)
        .await
        .problem(409, "MESSAGE_ID_CONFLICT");
    world.put_json(&path, said("a", "assistant", "x"), &ada).await.problem(404, "NOT_FOUND");
    assert_eq!(ids(&world.get(&messages_of(id), &ada).await.is(200).json()), ["q1"]);
}

#[actix_web::test]
async fn what_streams_for_ten_minutes_without_a_checkpoint_is_incomplete() {
    let (world, mut ada) = world().await;
    let id = world.chat_of(&ada).await;
    let path = format!("{}/a", messages_of(id));
    let checkpoint = json!({ "role": "assistant", "status": "streaming", "content": "It" });
    for status in [201, 200] {
        world.put_json(&path, checkpoint.clone(), &ada).await.is(status);
        world.clock.advance(10 * MINUTE);
        ada = world.log_in(ADA, PASSWORD).await.unwrap();
        assert_eq!(world.get(&path, &ada).await.json()["status"], "streaming");
    }
    world.clock.advance(MINUTE);
    let export = world.get(&format!("{}/export", place(id)), &ada).await.is(200).json();
    assert_eq!(export["messages"][1]["status"], "incomplete");
    assert_eq!(world.get(&path, &ada).await.json()["status"], "incomplete");
    let list = world.get(&messages_of(id), &ada).await.json();
    assert_eq!(list["data"][1]["status"], "incomplete");
    let held = world.get("/api/v1/users/me/export", &ada).await.is(200).text;
    assert!(held.contains("\"status\":\"incomplete\"") && !held.contains("\"streaming\""));
}

#[actix_web::test]
async fn who_wants_no_history_gets_answers_and_nothing_is_kept() {
    let (world, ada) = world().await;
    let id = world.chat_of(&ada).await;
    let quiet = json!({ "chat": { "saveHistory": false } });
    world.patch_json("/api/v1/users/me/preferences", quiet, &ada).await.is(200);
    let nothing = json!({ "stored": false, "chat": null, "messages": [] });
    for chat in [id, chosen(1)] {
        let answer = world.append(chat, &[said("x", "user", "x")], &ada).await.is(200);
        assert_eq!(answer.json(), nothing);
        let put = format!("{}/x", messages_of(chat));
        let answer = world.put_json(&put, json!({ "role": "user", "content": "x" }), &ada).await;
        assert_eq!(answer.is(200).json(), nothing);
    }
    // What is wrong is wrong all the same.
    let refused = world.append(id, &[json!({ "role": "user" })], &ada).await;
    assert_eq!(refused.faults(), ["messages[0].parts REQUIRED"]);
    let list = world.get(&messages_of(id), &ada).await.is(200).json();
    assert_eq!(ids(&list), ["q1"], "what was kept before stays");
    world.get(&place(chosen(1)), &ada).await.problem(404, "NOT_FOUND");
}
