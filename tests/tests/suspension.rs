//! A suspended account: who is told, what dies with it, and how it comes back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::{Duration, Instant};

use journeys::{Answer, Client, Database, Nodes, Options, PASSWORD, Service, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    only_the_right_password_is_told_of_a_suspension,
    every_mailed_link_of_a_suspended_account_is_dead,
    a_suspended_account_gets_no_mail_by_any_path,
    a_suspension_ends_by_itself,
);

const EMAIL: &str = "ada@example.com";
const NEW_EMAIL: &str = "ada@new.example";
const ADMIN: &str = "grace@example.com";
const RESET: &str = "/api/v1/auth/password-reset";

async fn suspend(client: &Client, admin: &Answer, user: &str) -> Answer {
    let body = json!({ "status": "suspended", "suspensionReason": "spam" });
    let path = format!("/api/v1/admin/users/{user}");
    client.patch_as(&path, admin.access_token(), &body).await.is(200)
}

async fn only_the_right_password_is_told_of_a_suspension(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let admin = service.sign_in_new(ADMIN, "admin").await;
    let session = client.sign_up(EMAIL).await;
    let suspended = suspend(&client, &admin, session.user_id()).await;
    assert_eq!(suspended.body["status"], "suspended");
    assert_eq!(suspended.body["suspension"]["reason"], "spam");

    // At once, and not after what was remembered of the session is forgotten.
    let me = "/api/v1/users/me";
    client.get_as(me, session.access_token()).await.problem(401, "SESSION_REVOKED");
    client.refresh(session.refresh_token()).await.problem(401, "SESSION_REVOKED");
    let wrong = json!({ "email": EMAIL, "password": "wrong" });
    client.post("/api/v1/auth/login", &wrong).await.problem(401, "INVALID_CREDENTIALS");
    let told = client.log_in(EMAIL).await.problem(403, "ACCOUNT_SUSPENDED");
    assert!(!told.text.contains("spam"), "the reason is for those who look after accounts");
    assert_eq!(
        database.query("SELECT count(*) FROM sessions WHERE revoked_at IS NULL").trim(),
        "1"
    );

    let path = format!("/api/v1/admin/users/{}", session.user_id());
    let body = json!({ "status": "active" });
    let active = client.patch_as(&path, admin.access_token(), &body).await.is(200);
    assert_eq!(
        (&active.body["status"], &active.body["suspension"]),
        (&json!("active"), &json!(null))
    );
    client.log_in(EMAIL).await.is(200);
    client.refresh(session.refresh_token()).await.problem(401, "SESSION_REVOKED");
    client.get_as(me, session.access_token()).await.problem(401, "SESSION_REVOKED");
}

async fn post_token(client: &Client, path: &str, token: &str) -> Answer {
    let mut body = json!({ "token": token });
    if path.ends_with("/password-reset/confirm") {
        body["password"] = PASSWORD.into();
    }
    client.post(path, &body).await
}

async fn every_mailed_link_of_a_suspended_account_is_dead(database: Database) {
    let options = Options::unlimited().with("REGISTRATION__EMAIL_VERIFICATION", "optional");
    let service = Service::start(&database, options);
    let client = service.client();
    let admin = service.sign_in_new(ADMIN, "admin").await;
    let unproven = client.register("eve@example.com").await.is(201);
    let verify = client.mailed_tokens("eve@example.com", 1).await.remove(0);

    client.register(EMAIL).await.is(201);
    client.verify(&client.mailed_tokens(EMAIL, 1).await.remove(0)).await.is(200);
    let session = client.log_in(EMAIL).await.is(200);
    let change = json!({ "email": NEW_EMAIL });
    client.post_as("/api/v1/auth/email-change", session.access_token(), &change).await.is(202);
    client.post(RESET, &json!({ "email": EMAIL })).await.is(202);
    let links = async |email: &str, page: &str| {
        let link = client.mailed_link(email, page).await;
        link.split_once("#token=").unwrap().1.to_owned()
    };
    let reset = links(EMAIL, "/reset-password").await;
    let confirm = links(NEW_EMAIL, "/confirm-email-change").await;
    let revert = links(EMAIL, "/revert-email-change").await;

    suspend(&client, &admin, unproven.user_id()).await;
    suspend(&client, &admin, session.user_id()).await;
    for (path, token) in [
        ("/api/v1/auth/verify-email", &verify),
        ("/api/v1/auth/password-reset/confirm", &reset),
        ("/api/v1/auth/email-change/confirm", &confirm),
        ("/api/v1/auth/email-change/revert", &revert),
    ] {
        post_token(&client, path, token).await.problem(400, "INVALID_TOKEN");
    }
    for user in [unproven.user_id(), session.user_id()] {
        let path = format!("/api/v1/admin/users/{user}");
        let body = json!({ "status": "active" });
        client.patch_as(&path, admin.access_token(), &body).await.is(200);
    }
    // They do not come back to life with the account.
    for (path, token) in [
        ("/api/v1/auth/verify-email", &verify),
        ("/api/v1/auth/password-reset/confirm", &reset),
        ("/api/v1/auth/email-change/confirm", &confirm),
    ] {
        post_token(&client, path, token).await.problem(400, "INVALID_TOKEN");
    }
    // But the owner of an address can still take back what somebody else may have changed.
    post_token(&client, "/api/v1/auth/email-change/revert", &revert).await.is(200);
}

async fn a_suspended_account_gets_no_mail_by_any_path(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let admin = service.sign_in_new(ADMIN, "admin").await;
    let session = client.sign_up(EMAIL).await;
    let change = json!({ "email": NEW_EMAIL });
    client.post_as("/api/v1/auth/email-change", session.access_token(), &change).await.is(202);
    let link = client.mailed_link(EMAIL, "/revert-email-change").await;
    let (_, revert) = link.split_once("#token=").unwrap();
    suspend(&client, &admin, session.user_id()).await;
    let begun = Instant::now();
    let owed = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL AND dead_at IS NULL";
    while database.query(owed).trim() != "0" {
        assert!(begun.elapsed() < Duration::from_secs(20), "a mail is owed");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let kinds =
        || database.query("SELECT kind FROM outbox WHERE recipient LIKE 'ada@%' ORDER BY id");
    let before = kinds();
    assert_eq!(before.lines().last(), Some("account_suspended"), "{before}");

    client.post(RESET, &json!({ "email": EMAIL })).await.is(202);
    client.post("/api/v1/auth/verify-email/resend", &json!({ "email": EMAIL })).await.is(202);
    client.register(EMAIL).await.is(202);
    client.post("/api/v1/auth/verify-email/resend", &json!({ "email": EMAIL })).await.is(202);
    client.log_in(EMAIL).await.problem(403, "ACCOUNT_SUSPENDED");
    post_token(&client, "/api/v1/auth/email-change/revert", revert).await.is(400);
    let other = client.sign_up("eve@example.com").await;
    let change = json!({ "email": EMAIL });
    client.post_as("/api/v1/auth/email-change", other.access_token(), &change).await.is(202);
    let user = format!("/api/v1/admin/users/{}", session.user_id());
    let reset = format!("{user}/password-reset");
    let refused = client.post_as(&reset, admin.access_token(), &json!({})).await;
    refused.problem(403, "ACCOUNT_SUSPENDED");
    let invite = json!({ "email": EMAIL });
    let refused = client.post_as("/api/v1/admin/users", admin.access_token(), &invite).await;
    refused.problem(409, "EMAIL_EXISTS");
    let other_role = json!({ "role": "moderator" });
    client.patch_as(&user, admin.access_token(), &other_role).await.is(200);
    // A new reason is no new suspension.
    let again = json!({ "status": "suspended", "suspensionReason": "spam, and more of it" });
    client.patch_as(&user, admin.access_token(), &again).await.is(200);
    client.delete_as(&user, admin.access_token()).await.is(204);
    // What was there goes with the account; not even that it was deleted is told.
    assert_eq!(kinds(), "", "before: {before}");
}

async fn a_suspension_ends_by_itself(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let admin = service.sign_in_new(ADMIN, "admin").await;
    let session = client.sign_up(EMAIL).await;
    let path = format!("/api/v1/admin/users/{}", session.user_id());
    let suspended = |seconds: i32| {
        json!({
            "status": "suspended", "suspensionReason": "to cool down",
            "suspendedUntil": database.moment(seconds),
        })
    };
    let past = client.patch_as(&path, admin.access_token(), &suspended(-60)).await;
    assert_eq!(past.problem(422, "VALIDATION_ERROR").fields(), ["suspendedUntil OUT_OF_RANGE"]);
    let begun = Instant::now();
    client.patch_as(&path, admin.access_token(), &suspended(4)).await.is(200);
    client.log_in(EMAIL).await.problem(403, "ACCOUNT_SUSPENDED");
    assert!(begun.elapsed() < Duration::from_secs(4), "this machine is too slow to tell");
    let listed = "/api/v1/admin/users?status=suspended";
    let list = client.get_as(listed, admin.access_token()).await.is(200);
    assert_eq!(list.body["data"][0]["id"], session.user_id());

    let back = loop {
        let answer = client.log_in(EMAIL).await;
        if answer.status == 200 {
            break answer;
        }
        answer.problem(403, "ACCOUNT_SUSPENDED");
        assert!(begun.elapsed() < Duration::from_secs(15), "it does not end");
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    assert!(begun.elapsed() > Duration::from_secs(3), "it ended too soon");
    client.get_as("/api/v1/users/me", back.access_token()).await.is(200);
    client.refresh(session.refresh_token()).await.problem(401, "SESSION_REVOKED");
    let user = client.get_as(&path, admin.access_token()).await.is(200);
    assert_eq!((&user.body["status"], &user.body["suspension"]), (&json!("active"), &Value::Null));
    let list = client.get_as(listed, admin.access_token()).await.is(200);
    assert_eq!(list.body["data"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_and_another_role_end_sessions_on_both_nodes() {
    let database = Database::postgres();
    let nodes = Nodes::start(&database, Options::unlimited());
    let here = nodes.here.client();
    let admin = nodes.here.sign_in_new(ADMIN, "admin").await;
    nodes.here.make_user(EMAIL, "moderator");

    let users = "/api/v1/admin/users";
    let session = nodes.remembered(EMAIL).await;
    for client in nodes.clients() {
        client.get_as(users, session.access_token()).await.is(200);
    }
    let path = format!("{users}/{}", session.user_id());
    here.patch_as(&path, admin.access_token(), &json!({ "role": "user" })).await.is(200);
    nodes.are_rid_of(&session, "another role").await;

    let session = nodes.remembered(EMAIL).await;
    for client in nodes.clients() {
        client.get_as(users, session.access_token()).await.problem(403, "FORBIDDEN");
    }
    suspend(&here, &admin, session.user_id()).await;
    nodes.are_rid_of(&session, "suspension").await;
    for client in nodes.clients() {
        client.log_in(EMAIL).await.problem(403, "ACCOUNT_SUSPENDED");
    }

    here.patch_as(&path, admin.access_token(), &json!({ "status": "active" })).await.is(200);
    let session = nodes.remembered(EMAIL).await;
    here.delete_as(&format!("{path}/sessions"), admin.access_token()).await.is(200);
    nodes.are_rid_of(&session, "sessions ended by an admin").await;
}
