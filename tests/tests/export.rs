//! Everything that is held about a user, as a file for the user.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeMap;

use journeys::{
    Answer, ChatClient, Client, Database, Options, PASSWORD, Service, on_both_databases, question,
};
use serde_json::{Value, json};

on_both_databases!(an_export_has_everything_of_its_user_and_nothing_of_another, twice_a_day);

const ADA: &str = "ada@example.com";
const EVE: &str = "eve@example.com";
const EXPORT: &str = "/api/v1/users/me/export";

/// Does what leaves traces, and answers a session that lives.
async fn be_busy(service: &Service, client: &Client, email: &str) -> Answer {
    service.make_user(email, "user");
    let ended = client.log_in(email).await.is(200);
    let credential = json!({ "refreshToken": ended.refresh_token() });
    client.post("/api/v1/auth/logout", &credential).await.is(204);
    let session = client.log_in(email).await.is(200);
    let token = session.access_token();
    let preferences = json!({ "theme": "dark", "custom": { "said": format!("by {email}") } });
    client.patch_as("/api/v1/users/me/preferences", token, &preferences).await.is(200);
    let change = json!({ "email": format!("new.{email}") });
    client.post_as("/api/v1/auth/email-change", token, &change).await.is(202);
    let wrong = json!({ "email": email, "password": "wrong" });
    client.post("/api/v1/auth/login", &wrong).await.is(401);
    client.post("/api/v1/auth/password-reset", &json!({ "email": email })).await.is(202);
    keep_chats(&ChatClient::of(client, &session), email).await;
    // More than one page of events.
    for _ in 0..120 {
        client.get_as("/api/v1/admin/users", token).await.is(403);
    }
    session
}

/// Three chats of an address, one with more than a page of messages, and a report.
async fn keep_chats(chats: &ChatClient, email: &str) {
    let asked: Vec<Value> =
        (0..45).map(|n| question(&format!("q{n}"), &format!("{email} asks {n}"))).collect();
    for (n, messages) in [&asked[..], &asked[..3], &asked[..1]].into_iter().enumerate() {
        let title = json!({ "title": format!("Chat {n} of {email}") });
        let chat = chats.post("", &title).await.is(201).body["id"].as_str().unwrap().to_owned();
        chats.append(&chat, messages).await.is(201);
        let feedback = json!({ "rating": "up", "comment": format!("{email} likes it") });
        chats.put(&format!("/{chat}/messages/q0/feedback"), &feedback).await.is(200);
        let report = json!({ "reason": "other", "comment": format!("{email} minds it") });
        chats.post(&format!("/{chat}/messages/q0/report"), &report).await.is(201);
    }
}

/// The lines of an export, by their type.
fn lines(export: &Answer) -> BTreeMap<String, Vec<Value>> {
    let mut lines = BTreeMap::new();
    assert!(export.text.ends_with('\n'));
    for line in export.text.lines() {
        let line: Value = serde_json::from_str(line).expect("each line is JSON");
        let kind = line["type"].as_str().expect("each line has a type").to_owned();
        lines.entry(kind).or_insert_with(Vec::new).push(line);
    }
    lines
}

async fn an_export_has_everything_of_its_user_and_nothing_of_another(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let [at_home, elsewhere, office] =
        [("127.0.0.7", "Engine/7.0"), ("127.0.0.8", "Engine/8.0"), ("127.0.0.9", "Engine/9.0")]
            .map(|(address, browser)| client.elsewhere(address, browser));
    let ada = be_busy(&service, &at_home, ADA).await;
    let eve = be_busy(&service, &elsewhere, EVE).await;
    service.make_user("grace@example.com", "admin");
    let admin = office.log_in("grace@example.com").await.is(200);
    for user in [&ada, &eve] {
        let path = format!("/api/v1/admin/users/{}", user.user_id());
        let name = json!({ "name": "Somebody Else" });
        office.patch_as(&path, admin.access_token(), &name).await.is(200);
    }

    let export = at_home.get_as(EXPORT, ada.access_token()).await.is(200);
    assert_eq!(export.headers["content-type"], "application/x-ndjson");
    let disposition = export.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename="), "{disposition}");
    assert_eq!(export.headers["cache-control"], "no-store");
    let lines = lines(&export);
    let kinds: Vec<&str> = lines.keys().map(String::as_str).collect();
    assert_eq!(
        kinds,
        [
            "account",
            "chat",
            "emailChange",
            "event",
            "mail",
            "message",
            "preferences",
            "report",
            "session"
        ]
    );

    let [account] = &lines["account"][..] else { panic!("one account") };
    assert_eq!((&account["id"], &account["email"]), (&json!(ada.user_id()), &json!(ADA)));
    assert_eq!(account["name"], "Somebody Else");
    assert_eq!(lines["preferences"][0]["theme"], "dark");
    assert_eq!(lines["preferences"][0]["custom"]["said"], format!("by {ADA}"));
    assert_eq!(lines["emailChange"][0]["to"], format!("new.{ADA}"));
    let of_ada = database.id(ada.user_id());
    let count = |sql: String| database.query(&sql).trim().parse::<usize>().unwrap();
    let sessions = count(format!("SELECT count(*) FROM sessions WHERE user_id = {of_ada}"));
    assert_eq!((lines["session"].len(), sessions), (2, 2));
    assert!(lines["session"].iter().any(|session| session["endReason"] == "logged_out"));
    // Also those to the address that was asked for.
    let mails = count(format!("SELECT count(*) FROM outbox WHERE recipient LIKE '%{ADA}'"));
    assert!(mails >= 3 && lines["mail"].len() == mails, "{mails}: {:?}", lines["mail"]);
    let events = count(format!(
        "SELECT count(*) FROM audit_events WHERE actor_id = {of_ada} OR target_id = {of_ada}"
    ));
    assert_eq!(lines["event"].len(), events);
    assert!(lines["event"].iter().any(|event| event["kind"] == "user_exported"));
    // What an admin did is there, and not where the admin sits.
    let updated = lines["event"].iter().find(|event| event["kind"] == "user_updated").unwrap();
    assert_eq!((&updated["self"], &updated["ipAddress"]), (&json!(false), &Value::Null));

    let own = ChatClient::of(&client, &ada);
    let mut chats = own.chats().await;
    let [mut held, messages] = ["chat", "message"].map(|kind| {
        let mut lines = lines[kind].clone();
        lines.iter_mut().for_each(|line| drop(line.as_object_mut().unwrap().remove("type")));
        lines
    });
    let by_id = |item: &Value| item["id"].as_str().unwrap().to_owned();
    chats.sort_by_key(by_id);
    held.sort_by_key(by_id);
    assert_eq!((held.len(), &held), (3, &chats));
    let mut count_of_messages = 0;
    for chat in &chats {
        let of_chat = messages.iter().filter(|message| message["chatId"] == chat["id"]);
        let of_chat: Vec<Value> = of_chat.cloned().collect();
        assert_eq!(of_chat, own.messages(chat["id"].as_str().unwrap()).await);
        count_of_messages += of_chat.len();
    }
    assert_eq!((messages.len(), count_of_messages), (49, 49));
    assert_eq!(lines["report"].len(), 3);
    assert_eq!(lines["report"][0]["comment"], format!("{ADA} minds it"));

    let hash = database.query(&format!("SELECT password_hash FROM users WHERE id = {of_ada}"));
    let strangers = [
        (eve.user_id(), "another's id"),
        (eve.session_id(), "another's session"),
        (EVE, "another's address"),
        ("127.0.0.8", "another's network"),
        (admin.user_id(), "the admin's id"),
        (admin.session_id(), "the admin's session"),
        ("127.0.0.9", "the admin's network"),
        (hash.trim(), "the hash"),
        ("$2b$", "a hash"),
        (PASSWORD, "the password"),
        (ada.access_token(), "the access token"),
        ("bp_", "a token"),
        ("eyJ", "a token"),
    ];
    for (text, what) in strangers {
        assert!(!text.is_empty() && !export.text.contains(text), "{what} is in the export");
    }
}

async fn twice_a_day(database: Database) {
    let options = Options::unlimited().with("LIMITS__ENABLED", "true");
    let service = Service::start(&database, options);
    let client = service.client();
    let ada = service.sign_in_new(ADA, "user").await;
    let eve = service.sign_in_new(EVE, "user").await;
    for _ in 0..2 {
        client.get_as(EXPORT, ada.access_token()).await.is(200);
    }
    let refused = client.get_as(EXPORT, ada.access_token()).await;
    let refused = refused.problem(429, "RATE_LIMIT_EXCEEDED");
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((11 * 3600..=12 * 3600).contains(&wait), "{wait}");
    // Another session of the same user does not help, and another user is not kept waiting.
    let again = client.log_in(ADA).await.is(200);
    client.get_as(EXPORT, again.access_token()).await.problem(429, "RATE_LIMIT_EXCEEDED");
    client.get_as(EXPORT, eve.access_token()).await.is(200);
}
