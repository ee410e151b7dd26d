//! A message is reported, read by a moderator, and dealt with; nobody else reads it, and every look
//! is noted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    ChatClient, Database, Moderator, Options, Service, answer, chat_id, on_both_databases,
    question, report, texts,
};
use serde_json::{Value, json};

on_both_databases!(
    a_report_is_read_with_its_neighbours_and_every_look_is_noted,
    a_report_is_settled_in_one_of_three_ways_and_once,
);

const ME: &str = "/api/v1/users/me";

/// The kinds of the events that somebody did, the oldest first.
fn acts(database: &Database, who: &str, kinds: &str) -> Vec<String> {
    let who = database.id(who);
    let sql = format!(
        "SELECT kind FROM audit_events WHERE actor_id = {who} AND kind LIKE '{kinds}' ORDER BY id"
    );
    database.query(&sql).lines().map(str::to_owned).collect()
}

async fn a_report_is_read_with_its_neighbours_and_every_look_is_noted(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let ada = ChatClient::user(&service, "ada@example.com").await;
    let mary = Moderator::new(&service, "mary@example.com", "moderator").await;
    let chat = chat_id(1, 1);
    let messages: Vec<Value> =
        (0..10).map(|n| answer(&format!("m{n}"), &format!("text {n}"))).collect();
    ada.append(&chat, &messages).await.is(201);
    ada.append(&chat_id(1, 2), &[question("other", "elsewhere")]).await.is(201);

    let id = report(&ada, &chat, "m5", "incorrect").await;
    // While it is open there is one; what is said again changes nothing.
    let path = format!("/{chat}/messages/m5/report");
    let again = ada.post(&path, &json!({ "reason": "spam" })).await;
    assert!(again.status.is_success(), "{}", again.text);
    assert_eq!((&again.body["id"], &again.body["reason"]), (&json!(id), &json!("incorrect")));
    assert_eq!(database.count("reports"), 1);
    let second = report(&ada, &chat, "m9", "violence").await;

    let list = mary.get("?status=open").await.is(200);
    assert_eq!(texts(list.items(), "id"), [second.as_str(), id.as_str()]);
    assert!(!list.text.contains("text 5"), "a list shows no messages");
    assert_eq!(mary.get("?status=resolved").await.is(200).items(), [""; 0]);
    let page = mary.get("?limit=1").await.is(200);
    let next = page.body["nextCursor"].as_str().unwrap();
    assert_eq!(
        texts(mary.get(&format!("?limit=1&cursor={next}")).await.is(200).items(), "id"),
        [id.as_str()]
    );
    mary.get(&format!("?limit=1&status=open&cursor={next}")).await.problem(400, "INVALID_CURSOR");

    let read = mary.get(&format!("/{id}")).await.is(200);
    assert_eq!(read.headers["cache-control"], "no-store");
    let shown = ["m2", "m3", "m4", "m5", "m6", "m7", "m8"];
    for (n, known) in (0..10).map(|n| (n, format!("text {n}"))) {
        let expected = shown.contains(&format!("m{n}").as_str());
        assert_eq!(read.text.contains(&known), expected, "{known}: {}", read.text);
    }
    assert!(!read.text.contains("elsewhere") && !read.text.contains("ada@example.com"));
    assert_eq!(read.body["message"]["id"], "m5");
    assert_eq!(
        texts(read.body["neighbours"].as_array().unwrap(), "id"),
        ["m2", "m3", "m4", "m6", "m7", "m8"]
    );
    for (field, value) in [("reason", "incorrect"), ("comment", "please look"), ("status", "open")]
    {
        assert!(read.text.contains(&format!("\"{field}\":\"{value}\"")), "{field}: {}", read.text);
    }

    // Every look is noted: who, at whose, which report.
    let looks = acts(&database, mary.session.user_id(), "moderation%");
    assert_eq!(looks.iter().filter(|kind| *kind == "moderation_reports_listed").count(), 4);
    assert_eq!(looks.iter().filter(|kind| *kind == "moderation_report_read").count(), 1);
    let owner = ada_id(&service, &ada).await;
    let target = database.id(&owner);
    let sql = format!(
        "SELECT count(*) FROM audit_events WHERE kind = 'moderation_report_read' AND target_id = {target}"
    );
    assert_eq!(database.query(&sql).trim(), "1");
    let events = database.dump();
    let noted = events.iter().filter(|row| row.contains("moderation_report_read"));
    assert_eq!(noted.filter(|row| row.contains(&id)).count(), 1);
    assert_eq!(acts(&database, &owner, "moderation%"), ["moderation_message_reported"; 2]);
    // The owner sees that it was read, and not by whom.
    let own = service.client().get_as("/api/v1/users/me/events", ada.token()).await.is(200);
    assert!(own.text.contains("moderation_report_read"), "{}", own.text);
    assert!(!own.text.contains(mary.session.user_id()));

    // Nobody else, and not by another way.
    let eve = Moderator::new(&service, "eve@example.com", "user").await;
    let visitor = ChatClient::visitor(&service.client()).await;
    for token in [ada.token(), eve.session.access_token(), visitor.token()] {
        let (client, reports) = (service.client(), Moderator::REPORTS);
        client.get_as(reports, token).await.problem(403, "FORBIDDEN");
        client.get_as(&format!("{reports}/{id}"), token).await.problem(403, "FORBIDDEN");
        let path = format!("{reports}/{id}/resolve");
        client
            .post_as(&path, token, &json!({ "action": "dismiss" }))
            .await
            .problem(403, "FORBIDDEN");
    }
    let chats = ChatClient::of(&service.client(), &mary.session);
    chats.get(&format!("/{chat}/messages/m5")).await.problem(404, "NOT_FOUND");
    for missing in [chat_id(9, 9).as_str(), "x"] {
        mary.get(&format!("/{missing}")).await.problem(404, "NOT_FOUND");
        let body = json!({ "action": "dismiss" });
        mary.resolve(missing, &body).await.problem(404, "NOT_FOUND");
    }
}

async fn ada_id(service: &Service, who: &ChatClient) -> String {
    let me = service.client().get_as(ME, who.token()).await.is(200);
    me.body["id"].as_str().unwrap().to_owned()
}

async fn a_report_is_settled_in_one_of_three_ways_and_once(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let ada = ChatClient::user(&service, "ada@example.com").await;
    let mary = Moderator::new(&service, "mary@example.com", "moderator").await;
    let chat = chat_id(1, 1);
    let messages = ["a", "b", "c", "d"].map(|id| answer(id, &format!("walrus {id}")));
    ada.append(&chat, &messages).await.is(201);

    // Nothing is wrong with it.
    let id = report(&ada, &chat, "a", "spam").await;
    let dismiss = json!({ "action": "dismiss", "note": "a joke" });
    let resolved = mary.resolve(&id, &dismiss).await.is(200);
    assert_eq!(resolved.body["status"], "resolved");
    assert!(
        resolved.text.contains("\"action\":\"dismiss\"") && resolved.text.contains("a joke"),
        "{}",
        resolved.text
    );
    assert_eq!(
        mary.resolve(&id, &dismiss).await.is(200).body,
        resolved.body,
        "once more is the same"
    );
    let other = json!({ "action": "remove_message" });
    mary.resolve(&id, &other).await.problem(409, "REPORT_RESOLVED");
    assert_eq!(ada.messages(&chat).await.len(), 4);
    // It can be reported again.
    assert_ne!(report(&ada, &chat, "a", "spam").await, id);

    // The message goes, as if its owner had deleted it.
    let id = report(&ada, &chat, "b", "hate").await;
    mary.resolve(&id, &other).await.is(200);
    ada.get(&format!("/{chat}/messages/b")).await.problem(404, "NOT_FOUND");
    let left = ada.messages(&chat).await;
    assert_eq!(texts(&left, "id"), ["a", "c", "d"]);
    assert_eq!(left[1]["parentId"], "a");
    let read = mary.get(&format!("/{id}")).await.is(200);
    assert_eq!((&read.body["message"], &read.body["neighbours"]), (&Value::Null, &json!([])));
    let hits = ada.hits("walrus b").await;
    assert_eq!(hits, [""; 0], "it is not found either");

    // What the owner deletes first is no obstacle, and the report outlives the chat.
    let [early, late] =
        [report(&ada, &chat, "c", "other").await, report(&ada, &chat, "d", "other").await];
    ada.delete(&format!("/{chat}/messages/c")).await.is(204);
    mary.resolve(&early, &other).await.is(200);
    ada.delete(&format!("/{chat}")).await.is(204);
    let read = mary.get(&format!("/{late}")).await.is(200);
    assert_eq!((&read.body["message"], &read.body["neighbours"]), (&Value::Null, &json!([])));
    mary.resolve(&late, &other).await.is(200);

    let wrong = json!({ "action": "delete_everything", "note": "x".repeat(1001), "x": 1 });
    let refused = mary.resolve(&late, &wrong).await.problem(422, "VALIDATION_ERROR");
    assert_eq!(refused.fields().len(), 3, "{:?}", refused.fields());
    let settled = acts(&database, mary.session.user_id(), "moderation_report_resolved");
    assert_eq!(settled.len(), 4);
    // No message stands in the audit trail.
    assert!(!database.query("SELECT * FROM audit_events").contains("walrus"));
}
