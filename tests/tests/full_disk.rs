//! The disk under SQLite is full: what is there can be read, what is written is refused, and nothing
//! needs a restart once there is space.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::Duration;

use journeys::{
    Answer, ChatClient, Client, Database, Options, PASSWORD, Service, SmallDisk, chat_id, question,
};
use reqwest::Method;
use serde_json::json;

const ME: &str = "/api/v1/users/me";
const EMAIL: &str = "ada@example.com";

/// A database with Ada in it, on a disk that has a few MiB left.
fn database() -> Database {
    Database::sqlite_on(SmallDisk::of(12 * 1024))
}

fn options(database: &Database) -> Options {
    // With a single connection, closing it after a failure takes SQLite's log into the file, which makes
    // space for the next write.
    Options::unlimited()
        .with("DATABASE__MAX_CONNECTIONS", "4")
        .by(&database.disk().beside())
        .logged()
}

/// That a write is refused for the time being.
fn is_refused(answer: Answer, what: &str) {
    println!("{what}: {}", answer.status);
    let answer = answer.problem(503, "SERVICE_UNAVAILABLE");
    assert!(answer.headers.contains_key("retry-after"), "{what}: {:?}", answer.headers);
}

/// Every kind of write is refused.
async fn writes_are_refused(client: &Client, chats: &ChatClient, refresh_token: &str) {
    let append = chats.append(&chat_id(1, 1), &[question("late", "too late")]).await;
    is_refused(append, "an append");
    is_refused(chats.delete(&format!("/{}", chat_id(1, 1))).await, "a deletion");
    let rename = client.patch_as(ME, chats.token(), &json!({ "name": "Countess" })).await;
    is_refused(rename, "a change of the profile");
    is_refused(client.log_in(EMAIL).await, "a log in");
    is_refused(client.refresh(refresh_token).await, "a refresh");
    is_refused(client.register("eve@example.com").await, "a registration");
    is_refused(client.post("/api/v1/auth/anonymous", &json!({})).await, "a visitor");
    let reset = client.post("/api/v1/auth/password-reset", &json!({ "email": EMAIL })).await;
    is_refused(reset, "a password reset");
    let proof = json!({ "password": PASSWORD });
    let proof = client.post_as("/api/v1/auth/reauthenticate", chats.token(), &proof).await;
    is_refused(proof, "a proof");
}

/// What needs no space is answered.
async fn reads_are_answered(client: &Client, chats: &ChatClient) {
    for path in ["/livez", "/.well-known/jwks.json", "/api/v1/config", "/api/v1/openapi.json"] {
        client.send(Method::GET, path).await.is(200);
    }
    for path in [ME, "/api/v1/sessions", "/api/v1/auth/session", "/api/v1/users/me/events"] {
        client.get_as(path, chats.token()).await.is(200);
    }
    assert_eq!(chats.messages(&chat_id(1, 1)).await.len(), 1);
    assert_eq!(chats.hits("walrus").await.len(), 2, "the message, and the title made of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_writes_until_there_is_space() {
    let database = database();
    let service = Service::start(&database, options(&database));
    let client = service.client();
    let session = client.sign_up(EMAIL).await;
    let chats = ChatClient::of(&client, &session);
    chats.append(&chat_id(1, 1), &[question("early", "a walrus")]).await.is(201);
    // Its first use would be noted.
    let unused = client.log_in(EMAIL).await.is(200);

    database.disk().fill();
    let (before, lines) = (service.processor_time(), service.log().lines().count());
    for _ in 0..3 {
        writes_are_refused(&client, &chats, session.refresh_token()).await;
        reads_are_answered(&client, &chats).await;
        client.get_as(ME, unused.access_token()).await.is(200);
    }
    let asked = service.processor_time() - before;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let idle = service.processor_time() - before - asked;
    let log = service.log();
    let lines = log.lines().count() - lines;
    println!("{asked} ticks for the requests, {idle} in three seconds without, {lines} lines");
    assert!(idle < 60, "it spins: {idle} ticks in three seconds");
    assert!(lines < 60, "it floods its log:\n{log}");
    assert!(!log.contains("panicked"), "{log}");

    database.disk().free();
    chats.append(&chat_id(1, 1), &[question("again", "a walrus")]).await.is(201);
    client.refresh(session.refresh_token()).await.is(200);
    client.log_in(EMAIL).await.is(200);
    client.sign_up("eve@example.com").await;
    assert_eq!(database.query("PRAGMA integrity_check").trim(), "ok");
    let texts = chats.messages(&chat_id(1, 1)).await;
    assert_eq!(texts.len(), 2, "nothing of what was refused is there: {texts:?}");
    let me = client.get_as(ME, chats.token()).await.is(200);
    assert_eq!(me.body["name"], "Ada Lovelace");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_starts_on_a_full_disk_and_recovers() {
    let database = database();
    let mut service = Service::start(&database, options(&database));
    let session = service.client().sign_up(EMAIL).await;
    let chats = ChatClient::of(&service.client(), &session);
    chats.append(&chat_id(1, 1), &[question("early", "a walrus")]).await.is(201);
    service.kill();
    database.disk().fill();
    service.restart();
    // The log of the database was taken into its file at the start, which made some space.
    database.disk().fill();
    let client = service.client();
    let chats = chats.by(&client);
    reads_are_answered(&client, &chats).await;
    writes_are_refused(&client, &chats, session.refresh_token()).await;
    database.disk().free();
    client.log_in(EMAIL).await.is(200);
    chats.append(&chat_id(1, 1), &[question("again", "a walrus")]).await.is(201);
    assert_eq!(database.query("PRAGMA integrity_check").trim(), "ok");
}
