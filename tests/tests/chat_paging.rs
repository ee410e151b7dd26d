//! Pages fit together although everything moves, and nobody reads on by what is not theirs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use journeys::{
    Answer, ChatClient, Database, Options, Service, answer, chance, chat_id, following,
    on_both_databases, question, texts,
};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

on_both_databases!(
    no_chat_is_left_out_or_shown_twice_while_chats_move,
    no_message_is_left_out_or_shown_twice_while_branches_grow,
    a_cursor_is_good_for_its_caller_its_list_and_its_filters,
);

const CHATS: usize = 60;
const WALKS: usize = 20;
/// As many chats are started and messages added by each task meanwhile, so that no walk is too long
/// for a machine on which walking is slow.
const CHATS_ADDED: usize = 50;
const MESSAGES_ADDED: usize = 200;

/// Tasks that go on until they are told to stop.
#[derive(Clone, Default)]
struct Crowd {
    done: Arc<AtomicBool>,
    acts: Arc<AtomicUsize>,
}

impl Crowd {
    fn goes_on(&self) -> bool {
        self.acts.fetch_add(1, Ordering::Relaxed);
        !self.done.load(Ordering::Relaxed)
    }

    async fn end(self, tasks: Vec<JoinHandle<()>>) -> usize {
        self.done.store(true, Ordering::Relaxed);
        for task in tasks {
            task.await.unwrap();
        }
        self.acts.load(Ordering::Relaxed)
    }
}

/// The pages of a list, each of another size.
async fn pages(chats: &ChatClient, path: &str, query: &str) -> Vec<Answer> {
    let mut pages: Vec<Answer> = Vec::new();
    loop {
        let mut url = format!("{path}?{query}&limit={}", 3 + chance(5));
        if let Some(page) = pages.last() {
            let Some(cursor) = page.body["nextCursor"].as_str() else { return pages };
            url += &format!("&cursor={cursor}");
        }
        pages.push(chats.get(&url).await.is(200));
        // As long as somebody looks at a page.
        tokio::time::sleep(Duration::from_millis(chance(20))).await;
        assert!(pages.len() < 5000, "the list does not end");
    }
}

fn items(pages: &[Answer]) -> Vec<Value> {
    pages.iter().flat_map(|page| page.items().to_vec()).collect()
}

async fn no_chat_is_left_out_or_shown_twice_while_chats_move(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ChatClient::user(&service, "ada@example.com").await;
    let known: Arc<Mutex<Vec<String>>> = Arc::default();
    for n in 0..CHATS {
        let id = chat_id(1, n);
        chats.append(&id, &[question("first", "hello")]).await.is(201);
        let about = json!({ "pinned": n % 2 == 0, "tags": ["mine"] });
        chats.patch(&format!("/{id}"), &about).await.is(200);
        known.lock().unwrap().push(id);
    }
    let crowd = Crowd::default();
    let movers = (0..4_u16).map(|mover| {
        let (chats, known, crowd) = (chats.clone(), known.clone(), crowd.clone());
        tokio::spawn(async move {
            let mut n = 0;
            while crowd.goes_on() {
                n += 1;
                if n % 20 == 0 && n / 20 <= CHATS_ADDED {
                    let id = chat_id(10 + mover, n);
                    chats.append(&id, &[question("first", "hello")]).await.is(201);
                    let about = json!({ "pinned": true, "tags": ["mine"] });
                    chats.patch(&format!("/{id}"), &about).await.is(200);
                    known.lock().unwrap().push(id);
                } else {
                    let id = chat_id(1, usize::try_from(chance(CHATS as u64)).unwrap());
                    let message = question(&format!("m{mover}-{n}"), "hello again");
                    chats.append(&id, &[message]).await.is(201);
                }
            }
        })
    });
    let movers: Vec<_> = movers.collect();

    let readers = ["archived=false", "tag=mine&pinned=true"].map(|query| {
        let (chats, known) = (chats.clone(), known.clone());
        tokio::spawn(async move {
            for _ in 0..WALKS {
                let before: Vec<String> = known.lock().unwrap().clone();
                let shown = items(&pages(&chats, "", query).await);
                let ids = texts(&shown, "id");
                let unique: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
                assert_eq!(unique.len(), ids.len(), "{query}: shown twice");
                let pinned_only = query.contains("pinned");
                // Of the first ones, every other is pinned; the later ones all are.
                let wanted = before.iter().enumerate();
                let wanted = wanted.filter(|(n, _)| !pinned_only || *n >= CHATS || n % 2 == 0);
                let lost: Vec<&String> =
                    wanted.map(|(_, id)| id).filter(|id| !unique.contains(id.as_str())).collect();
                assert!(lost.is_empty(), "{query}: left out {lost:?}");
            }
        })
    });
    for reader in readers {
        reader.await.unwrap();
    }
    let moved = crowd.end(movers).await;
    println!("{} walks while chats moved {moved} times", 2 * WALKS);
    assert!(moved > 2 * WALKS, "hardly anything moved");
}

async fn no_message_is_left_out_or_shown_twice_while_branches_grow(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ChatClient::user(&service, "ada@example.com").await;
    let chat = chat_id(1, 1);
    for n in 0..60 {
        let parent = if n % 7 == 6 { n - 3 } else { n };
        let parent = (parent > 0).then(|| format!("m{}", parent - 1));
        let message = following(parent.as_deref(), question(&format!("m{n}"), "hello"));
        chats.append(&chat, &[message]).await.is(201);
    }
    let crowd = Crowd::default();
    let writers = (0..3).map(|writer| {
        let (chats, chat, crowd) = (chats.clone(), chat.clone(), crowd.clone());
        tokio::spawn(async move {
            let mut n = 0;
            while crowd.goes_on() {
                n += 1;
                let id = format!("w{writer}-{n}");
                match n % 3 {
                    0 if n <= MESSAGES_ADDED => {
                        let parent = format!("m{}", chance(60));
                        let message = following(Some(&parent), answer(&id, "a branch"));
                        chats.append(&chat, &[message]).await.is(201);
                    }
                    1 if n <= MESSAGES_ADDED => {
                        drop(chats.append(&chat, &[question(&id, "further")]).await.is(201))
                    }
                    _ => {
                        let path = format!("/{chat}/messages/m{}", chance(60));
                        let body = json!({ "role": "user", "content": format!("{writer} {n}") });
                        chats.put(&path, &body).await.is(200);
                    }
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
    });
    let writers: Vec<_> = writers.collect();

    let path = format!("/{chat}/messages");
    let readers = ["view=all&order=asc", "view=all&order=desc", "order=asc", "order=desc"];
    let readers = readers.map(|query| {
        let (chats, path) = (chats.clone(), path.clone());
        tokio::spawn(async move {
            for _ in 0..WALKS / 3 {
                let pages = pages(&chats, &path, query).await;
                let head = pages[0].body["headMessageId"].clone();
                let mut shown = items(&pages);
                if query.contains("desc") {
                    shown.reverse();
                }
                let numbers: Vec<u64> = shown.iter().map(|m| m["seq"].as_u64().unwrap()).collect();
                if query.contains("all") {
                    assert!(numbers.iter().copied().eq(1..=numbers.len() as u64), "{numbers:?}");
                    assert!(numbers.len() >= 60);
                } else {
                    // The way to where the head was at first, step by step.
                    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
                    let mut parent = Value::Null;
                    for message in &shown {
                        assert_eq!(message["parentId"], parent, "{query}");
                        parent = message["id"].clone();
                    }
                    assert_eq!(parent, head, "{query}");
                }
            }
        })
    });
    for reader in readers {
        reader.await.unwrap();
    }
    let acts = crowd.end(writers).await;
    assert!(acts > 20, "hardly anything came: {acts}");
}

/// The same text with one character of it replaced, each in turn, and cut and lengthened.
fn altered(cursor: &str) -> Vec<String> {
    let replaced = (0..cursor.len()).step_by(5).map(|at| {
        let other = if cursor.as_bytes()[at] == b'A' { "B" } else { "A" };
        format!("{}{other}{}", &cursor[..at], &cursor[at + 1..])
    });
    let mut altered: Vec<String> = replaced.collect();
    altered.push(cursor[..cursor.len() - 1].to_owned());
    altered.push(format!("{cursor}A"));
    altered.extend(["", "x", "null", "%00", "AAAA"].map(str::to_owned));
    altered
}

async fn a_cursor_is_good_for_its_caller_its_list_and_its_filters(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let ada = ChatClient::user(&service, "ada@example.com").await;
    let eve = ChatClient::user(&service, "eve@example.com").await;
    let chats = [chat_id(1, 1), chat_id(1, 2), chat_id(1, 3)];
    for chat in &chats {
        let messages = ["a", "b", "c"].map(|id| question(id, "walrus"));
        ada.append(chat, &messages).await.is(201);
    }
    eve.append(&chat_id(2, 1), &[question("a", "walrus")]).await.is(201);
    let of_chat = |n: usize, query: &str| format!("/{}/messages?limit=1{query}", chats[n]);
    let lists = [
        "?limit=1".to_owned(),
        "?limit=1&archived=false".to_owned(),
        "?limit=1&pinned=false".to_owned(),
        of_chat(0, ""),
        of_chat(0, "&order=desc"),
        of_chat(0, "&view=all"),
        of_chat(1, ""),
        "/search?limit=1&q=walrus".to_owned(),
        "/search?limit=1&q=wal".to_owned(),
    ];
    let mut cursors = Vec::new();
    for list in &lists {
        let page = ada.get(list).await.is(200);
        let cursor = page.body["nextCursor"].as_str().expect(list).to_owned();
        ada.get(&format!("{list}&cursor={cursor}")).await.is(200);
        cursors.push(cursor);
    }
    for (own, list) in lists.iter().enumerate() {
        for (other, cursor) in cursors.iter().enumerate() {
            if own != other {
                let answer = ada.get(&format!("{list}&cursor={cursor}")).await;
                answer.problem(400, "INVALID_CURSOR");
            }
        }
        for cursor in altered(&cursors[own]) {
            let answer = ada.get(&format!("{list}&cursor={cursor}")).await;
            answer.problem(400, "INVALID_CURSOR");
        }
        if !list.contains("/messages") {
            let answer = eve.get(&format!("{list}&cursor={}", cursors[own])).await;
            answer.problem(400, "INVALID_CURSOR");
        }
    }
    // In a chat of somebody else's it is no better than in one that is not there.
    for list in [lists[3].clone(), format!("/{}/messages?limit=1", chat_id(9, 9))] {
        let answer = eve.get(&format!("{list}&cursor={}", cursors[3])).await;
        answer.problem(400, "INVALID_CURSOR");
        eve.get(&list).await.problem(404, "NOT_FOUND");
    }
}
