//! A message is reported, read by a moderator, and dealt with; nobody else reads it, and every look
//! is noted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::join_all;
use journeys::{
    Answer, ChatClient, Client, Database, Options, Service, answer, chat_id, on_both_databases,
    question, texts,
};
use serde_json::{Value, json};

on_both_databases!(
    a_report_is_read_with_its_neighbours_and_every_look_is_noted,
    a_report_is_settled_in_one_of_three_ways_and_once,
    whoever_is_suspended_for_a_message_is_out_at_once,
    a_moderator_suspends_users_and_nobody_else,
    of_many_moderators_at_once_one_settles,
);

const REPORTS: &str = "/api/v1/moderation/reports";
const ME: &str = "/api/v1/users/me";

/// Somebody who reads reports.
struct Moderator {
    client: Client,
    session: Answer,
}

impl Moderator {
    async fn new(service: &Service, email: &str, role: &str) -> Self {
        let session = service.sign_in_new(email, role).await;
        Self { client: service.client(), session }
    }

    async fn get(&self, path: &str) -> Answer {
        self.client.get_as(&format!("{REPORTS}{path}"), self.session.access_token()).await
    }

    async fn resolve(&self, id: &str, body: &Value) -> Answer {
        let path = format!("{REPORTS}/{id}/resolve");
        self.client.post_as(&path, self.session.access_token(), body).await
    }
}

/// Reports a message, and answers the report's id.
async fn report(chats: &ChatClient, chat: &str, message: &str, reason: &str) -> String {
    let path = format!("/{chat}/messages/{message}/report");
    let body = json!({ "reason": reason, "comment": "please look" });
    let reported = chats.post(&path, &body).await.is(201);
    reported.body["id"].as_str().unwrap().to_owned()
}

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
        let client = service.client();
        client.get_as(REPORTS, token).await.problem(403, "FORBIDDEN");
        client.get_as(&format!("{REPORTS}/{id}"), token).await.problem(403, "FORBIDDEN");
        let path = format!("{REPORTS}/{id}/resolve");
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

async fn whoever_is_suspended_for_a_message_is_out_at_once(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let session = service.sign_in_new("ada@example.com", "user").await;
    let ada = ChatClient::of(&client, &session);
    let mary = Moderator::new(&service, "mary@example.com", "moderator").await;
    let chat = chat_id(1, 1);
    ada.append(&chat, &[question("q", "something bad")]).await.is(201);
    let id = report(&ada, &chat, "q", "harassment").await;
    let suspend = json!({ "action": "suspend_author", "note": "the third time" });
    mary.resolve(&id, &suspend).await.is(200);

    ada.get("").await.problem(401, "SESSION_REVOKED");
    ada.append(&chat, &[question("r", "more")]).await.problem(401, "SESSION_REVOKED");
    client.refresh(session.refresh_token()).await.problem(401, "SESSION_REVOKED");
    let told = client.log_in("ada@example.com").await.problem(403, "ACCOUNT_SUSPENDED");
    assert!(!told.text.contains("harassment") && !told.text.contains("third"), "{}", told.text);
    assert_eq!(mary.resolve(&id, &suspend).await.is(200).body["status"], "resolved");
    let events = database.query("SELECT count(*) FROM audit_events WHERE kind = 'user_suspended'");
    assert_eq!(events.trim(), "1");
    // The chats wait for whoever comes back.
    let admin = service.sign_in_new("grace@example.com", "admin").await;
    let path = format!("/api/v1/admin/users/{}", session.user_id());
    let found = client.get_as(&path, admin.access_token()).await.is(200);
    assert_eq!(found.body["suspension"]["reason"], "a reported message: harassment");
    client.patch_as(&path, admin.access_token(), &json!({ "status": "active" })).await.is(200);
    let back = ChatClient::of(&client, &client.log_in("ada@example.com").await.is(200));
    assert_eq!(back.messages(&chat).await.len(), 1);

    // A visitor is an author as well.
    let visitor = ChatClient::visitor(&client).await;
    visitor.append(&chat_id(1, 2), &[question("q", "spam")]).await.is(201);
    let id = report(&visitor, &chat_id(1, 2), "q", "spam").await;
    mary.resolve(&id, &suspend).await.is(200);
    visitor.append(&chat_id(1, 2), &[question("r", "spam")]).await.problem(401, "SESSION_REVOKED");
    let claim = json!({ "anonymousToken": visitor.token() });
    back.post("/claim", &claim).await.problem(400, "INVALID_TOKEN");
}

async fn a_moderator_suspends_users_and_nobody_else(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let mary = Moderator::new(&service, "mary@example.com", "moderator").await;
    let peer = Moderator::new(&service, "joan@example.com", "moderator").await;
    let grace = Moderator::new(&service, "grace@example.com", "admin").await;
    let suspend = json!({ "action": "suspend_author" });
    let mut reports = Vec::new();
    for (n, staff) in [&mary, &peer, &grace].into_iter().enumerate() {
        let chats = ChatClient::of(&service.client(), &staff.session);
        chats.append(&chat_id(1, n), &[question("q", "hello")]).await.is(201);
        reports.push(report(&chats, &chat_id(1, n), "q", "other").await);
    }
    for id in &reports {
        mary.resolve(id, &suspend).await.problem(403, "FORBIDDEN");
    }
    grace.resolve(&reports[2], &suspend).await.problem(403, "FORBIDDEN");
    for staff in [&mary, &peer, &grace] {
        staff.client.get_as(ME, staff.session.access_token()).await.is(200);
    }
    assert_eq!(
        mary.get("?status=open").await.is(200).items().len(),
        3,
        "what failed settles nothing"
    );
    let failures = database.query("SELECT count(*) FROM audit_events WHERE kind = 'authz_fail'");
    assert_eq!(failures.trim(), "4");
    // The other ways are open to them, and an admin suspends a moderator.
    mary.resolve(&reports[0], &json!({ "action": "dismiss" })).await.is(200);
    mary.resolve(&reports[2], &json!({ "action": "remove_message" })).await.is(200);
    grace.resolve(&reports[1], &suspend).await.is(200);
    peer.get("").await.problem(401, "SESSION_REVOKED");
}

async fn of_many_moderators_at_once_one_settles(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let moderators = [
        Moderator::new(&service, "mary@example.com", "moderator").await,
        Moderator::new(&service, "joan@example.com", "moderator").await,
        Moderator::new(&service, "grace@example.com", "admin").await,
    ];
    let actions = ["dismiss", "remove_message", "suspend_author"];
    for round in 0..8 {
        let email = format!("author{round}@example.com");
        let author = ChatClient::user(&service, &email).await;
        let chat = chat_id(1, round);
        author.append(&chat, &[question("q", "hello"), answer("a", "hello")]).await.is(201);
        let id = report(&author, &chat, "a", "other").await;
        let (id, author, chat) = (&id, &author, &chat);
        let settling = moderators.iter().cycle().zip(0..9).map(|(who, n)| async move {
            (n % 3, who.resolve(id, &json!({ "action": actions[n % 3] })).await)
        });
        let writing = async {
            // The author goes on meanwhile, and may be out in the middle of it.
            for n in 0..10 {
                let answer = author.append(chat, &[question(&format!("q{n}"), "more")]).await;
                assert!([201, 401].contains(&answer.status.as_u16()), "{}", answer.text);
            }
        };
        let (answers, ()) = futures::future::join(join_all(settling), writing).await;
        let mut winners: Vec<usize> = Vec::new();
        for (action, answer) in answers {
            match answer.status.as_u16() {
                200 => winners.push(action),
                _ => drop(answer.problem(409, "REPORT_RESOLVED")),
            }
        }
        winners.sort_unstable();
        winners.dedup();
        assert_eq!(winners.len(), 1, "one action was taken");
        let there = author.get(&format!("/{chat}/messages/a")).await;
        match actions[winners[0]] {
            "dismiss" => drop(there.is(200)),
            "remove_message" => drop(there.problem(404, "NOT_FOUND")),
            _ => {
                there.problem(401, "SESSION_REVOKED");
                client.log_in(&email).await.problem(403, "ACCOUNT_SUSPENDED");
            }
        }
    }
    let settled = "SELECT count(*) FROM audit_events WHERE kind = 'moderation_report_resolved'";
    assert_eq!(database.query(settled).trim(), "8");
}
