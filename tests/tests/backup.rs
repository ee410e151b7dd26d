//! A backup that is taken while the service works, as docs/operations.md says, and a service that
//! goes on from it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use journeys::{
    ChatClient, Database, Options, SECRET, Service, chat_id, eventually, on_both_databases,
    question,
};
use tokio::task::JoinSet;

on_both_databases!(a_backup_under_load_is_whole_and_can_be_gone_on_from);

const WRITERS: usize = 4;
/// How many messages each writer has kept before the backup begins.
const BEFORE: usize = 10;

fn options() -> Options {
    Options::unlimited().with("SECRET", SECRET)
}

/// A copy of a database that is in use.
fn restored(database: &Database) -> Database {
    if database.url().starts_with("sqlite") {
        let copy = Database::sqlite();
        let vacuum = format!("VACUUM INTO '{}'", copy.file().display());
        run(Command::new("sqlite3").arg(database.file()).arg(vacuum));
        return copy;
    }
    let copy = Database::postgres();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bookplate.dump");
    run(Command::new("pg_dump")
        .args(["--format", "custom", "--file"])
        .arg(&file)
        .arg(database.url()));
    run(Command::new("pg_restore").args(["--no-owner", "--dbname", copy.url()]).arg(&file));
    copy
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Appends one message after the other until it is told to stop, and counts those that were kept.
async fn write(chats: ChatClient, chat: String, kept: Arc<AtomicUsize>, stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::Relaxed) {
        let number = kept.load(Ordering::Relaxed);
        chats.append(&chat, &[question(&format!("m{number}"), "And then?")]).await.is(201);
        kept.fetch_add(1, Ordering::Relaxed);
    }
}

async fn a_backup_under_load_is_whole_and_can_be_gone_on_from(database: Database) {
    let mut service = Service::start(&database, options());
    let client = service.client();
    let still = client.sign_up("ada@example.com").await;
    let busy = client.log_in("ada@example.com").await.is(200);
    let (stop, mut writers) = (Arc::new(AtomicBool::new(false)), JoinSet::new());
    let mut chats = Vec::new();
    for number in 0..WRITERS {
        let (chat, kept) = (chat_id(0, number), Arc::new(AtomicUsize::new(0)));
        chats.push((chat.clone(), kept.clone()));
        writers.spawn(write(ChatClient::of(&client, &still), chat, kept, stop.clone()));
    }
    eventually("what each writer keeps before the backup", async || {
        chats.iter().all(|(_, kept)| kept.load(Ordering::Relaxed) >= BEFORE).then_some(())
    })
    .await;

    let before: Vec<usize> = chats.iter().map(|(_, kept)| kept.load(Ordering::Relaxed)).collect();
    let copy = tokio::task::block_in_place(|| restored(&database));
    let later = client.refresh(busy.refresh_token()).await.is(200);
    stop.store(true, Ordering::Relaxed);
    while let Some(ended) = writers.join_next().await {
        ended.unwrap();
    }
    service.kill();

    let service = Service::start(&copy, options());
    let client = service.client();
    let session = client.refresh(still.refresh_token()).await.is(200);
    client.log_in("ada@example.com").await.is(200);
    // What a client was given after the backup was never given out, as far as the copy knows.
    client.refresh(later.refresh_token()).await.problem(401, "REFRESH_TOKEN_INVALID");
    client.refresh(busy.refresh_token()).await.is(200);

    let reader = ChatClient::of(&client, &session);
    for ((chat, kept), before) in chats.iter().zip(before) {
        let messages = reader.messages(chat).await;
        let mut ids: Vec<usize> =
            messages.iter().map(|m| m["id"].as_str().unwrap()[1..].parse().unwrap()).collect();
        ids.sort_unstable();
        let all = ids.len();
        assert_eq!(ids, (0..all).collect::<Vec<_>>(), "nothing is missing in between");
        assert!((before..=kept.load(Ordering::Relaxed)).contains(&all), "{before} {all}");
        reader.append(chat, &[question("later", "And now?")]).await.is(201);
    }
    if copy.url().starts_with("sqlite") {
        assert_eq!(copy.query("PRAGMA integrity_check").trim(), "ok");
    }

    copy.execute("DELETE FROM sessions");
    client.refresh(session.refresh_token()).await.problem(401, "REFRESH_TOKEN_INVALID");
}
