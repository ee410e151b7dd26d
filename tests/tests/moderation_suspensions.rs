//! Who is suspended for a message, and who is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    ChatClient, Database, Moderator, Options, Service, chat_id, on_both_databases, question, report,
};
use serde_json::json;

on_both_databases!(
    whoever_is_suspended_for_a_message_is_out_at_once,
    a_moderator_suspends_users_and_nobody_else,
);

const ME: &str = "/api/v1/users/me";

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
