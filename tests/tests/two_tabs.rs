//! Two tabs write into one chat while answers get lost and the service dies: whatever was
//! acknowledged is there once, in one order, where it was asked for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, atomic::Ordering::Relaxed},
    time::{Duration, Instant},
};

use futures::future::join_all;
use journeys::{
    Acknowledged, Asked, ChatClient, Database, Nodes, Options, Service, Stage, Tab, chance,
    chat_id, on_both_databases, question,
};
use serde_json::Value;

const SHORT: Duration = Duration::from_secs(12);
const MINUTE: Duration = Duration::from_secs(60);

on_both_databases!(what_two_tabs_were_told_is_there_once);

async fn what_two_tabs_were_told_is_there_once(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    two_tabs(&database, vec![service], SHORT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_tabs_were_told_by_two_nodes_is_there_once() {
    let database = Database::postgres();
    let Nodes { here, there } = Nodes::start(&database, Options::unlimited());
    two_tabs(&database, vec![here, there], SHORT).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute"]
async fn for_a_minute_on_sqlite() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    two_tabs(&database, vec![service], MINUTE).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute"]
async fn for_a_minute_on_postgres() {
    let database = Database::postgres();
    let service = Service::start(&database, Options::unlimited());
    two_tabs(&database, vec![service], MINUTE).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute"]
async fn for_a_minute_on_two_nodes() {
    let database = Database::postgres();
    let Nodes { here, there } = Nodes::start(&database, Options::unlimited());
    two_tabs(&database, vec![here, there], MINUTE).await;
}

/// Two tabs write for a while, and the services are killed in turn, at least three times. Every
/// other time they go on in another chat, since a chat holds 5,000 messages.
async fn two_tabs(database: &Database, mut services: Vec<Service>, span: Duration) {
    let chats = ChatClient::user(&services[0], "ada@example.com").await;
    let begin = async |service: &Service, number| {
        let root = question(Tab::ROOT, "where it all begins");
        chats.by(&service.client()).append(&chat_id(1, number), &[root]).await.is(201);
    };
    begin(&services[0], 0).await;
    let stage = Arc::<Stage>::default();
    stage.services.lock().unwrap().extend(services.iter().map(Service::client));
    let begun = Instant::now();
    let tabs = ["left", "right"].into_iter().enumerate();
    let tabs = tabs.map(|(seat, name)| tokio::spawn(Tab::new(name, seat, &chats, &stage).run()));
    let tabs: Vec<_> = tabs.collect();

    let mut crashes = 0;
    while crashes < 3 || begun.elapsed() + Duration::from_secs(2) < span {
        tokio::time::sleep(Duration::from_millis(1000 + chance(1500))).await;
        let which = crashes % services.len();
        services[which].kill_and_restart();
        stage.services.lock().unwrap()[which] = services[which].client();
        crashes += 1;
        if crashes % 2 == 0 {
            begin(&services[which], crashes / 2).await;
            stage.chat.store(crashes / 2, Relaxed);
        }
    }
    tokio::time::sleep(span.saturating_sub(begun.elapsed())).await;
    stage.calm.store(true, Relaxed);
    let tabs: Vec<Tab> = join_all(tabs).await.into_iter().map(Result::unwrap).collect();
    for tab in &tabs {
        println!("{:?}, {crashes} crashes in {:?}", tab.tally, begun.elapsed());
    }
    let told: Vec<Acknowledged> = tabs.into_iter().flat_map(|tab| tab.told).collect();
    let (chats, mut count) = (chats.by(&services[0].client()), 0);
    for number in 0..=crashes / 2 {
        let chat = chat_id(1, number);
        count += check(&chats, &chat, told.iter().filter(|each| each.chat == chat).collect()).await;
    }
    assert_eq!(count, told.len() + crashes / 2 + 1);
    assert_eq!(database.count("messages"), count as u64);
    let integrity = database.either("PRAGMA integrity_check", "SELECT 'ok'");
    assert_eq!(database.query(integrity).trim(), "ok");
    // The index was not left behind either.
    let found = chats.hits("asks time").await;
    let found = found.iter().filter(|hit| !hit["messageId"].is_null()).count();
    assert_eq!(found, told.len());
}

/// That a chat has what was told of it and nothing else; answers how many messages it has.
async fn check(chats: &ChatClient, chat: &str, told: Vec<&Acknowledged>) -> usize {
    let messages = chats.messages(chat).await;
    let by_id: BTreeMap<&str, &Value> =
        messages.iter().map(|message| (message["id"].as_str().unwrap(), message)).collect();
    assert_eq!(by_id.len(), messages.len(), "a message is there twice");
    let asked: BTreeSet<&str> =
        told.iter().map(|each| each.sent["id"].as_str().unwrap()).chain([Tab::ROOT]).collect();
    assert_eq!(asked.len(), told.len() + 1);
    assert_eq!(by_id.keys().copied().collect::<BTreeSet<_>>(), asked);

    let numbers = messages.iter().map(|message| message["seq"].as_u64().unwrap());
    assert!(numbers.eq(1..=messages.len() as u64), "a number is missing, or was given twice");
    let moments: Vec<&str> = messages.iter().map(|m| m["createdAt"].as_str().unwrap()).collect();
    assert!(moments.is_sorted());
    for Acknowledged { asked, sent, told, .. } in told {
        let there = by_id[sent["id"].as_str().unwrap()];
        for field in ["seq", "parentId", "parts", "role", "createdAt"] {
            assert_eq!(there[field], told[field], "{field} of {there}");
        }
        assert_eq!(there["parts"], sent["parts"]);
        let seq = usize::try_from(there["seq"].as_u64().unwrap()).unwrap();
        let before = &messages[seq - 2]["id"];
        match asked {
            // Nothing came between the head and what was to follow it.
            Asked::Head | Asked::Previous => assert_eq!(&there["parentId"], before, "{there}"),
            Asked::Message(id) => assert_eq!(there["parentId"], **id, "{there}"),
        }
    }
    let last = messages.last().unwrap();
    let chat = chats.get(&format!("/{chat}")).await.is(200).body;
    assert_eq!(chat["messageCount"], messages.len());
    assert_eq!((&chat["headMessageId"], &chat["lastMessageAt"]), (&last["id"], &last["createdAt"]));
    messages.len()
}
