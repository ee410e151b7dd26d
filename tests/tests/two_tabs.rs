//! Two tabs write into one chat while answers get lost and the service dies: whatever was
//! acknowledged is there once, in one order, where it was asked for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures::future::join_all;
use journeys::{
    Answer, ChatClient, Client, Database, Nodes, Options, Sent, Service, answer, chat_id,
    following, hang_up, on_both_databases, question,
};
use serde_json::Value;

const ROOT: &str = "root";
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

/// What a message was to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    /// Whatever the head was.
    Head,
    /// The one before it in its request.
    Previous,
    /// This one.
    Message(String),
}

/// What a tab was told of a message.
#[derive(Debug)]
struct Acknowledged {
    asked: Asked,
    sent: Value,
    told: Value,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    acknowledged: usize,
    hung_up: usize,
    broken: usize,
    /// Acknowledged on a retry as being there already.
    known: usize,
}

/// A tab of a browser. It goes on until it is answered.
struct Tab {
    name: &'static str,
    seat: usize,
    chats: ChatClient,
    chat: String,
    services: Arc<Mutex<Vec<Client>>>,
    told: Vec<Acknowledged>,
    tally: Tally,
}

/// A number below `end` that differs from call to call.
fn chance(end: u64) -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(()) % end
}

impl Tab {
    /// One to three messages, and what each is to follow.
    fn next(&self, n: usize) -> Vec<(Asked, Value)> {
        let id = |what: &str| format!("{}-{n}-{what}", self.name);
        let text = format!("{} asks for the {n}th time", self.name);
        let asks = question(&id("q"), &text);
        match (n % 4, self.told.last()) {
            (0, _) => vec![(Asked::Head, asks)],
            (1, Some(last)) => {
                let own = last.sent["id"].as_str().unwrap();
                vec![(Asked::Message(own.to_owned()), following(Some(own), asks))]
            }
            (2, _) => vec![
                (Asked::Head, asks),
                (Asked::Previous, answer(&id("a"), &text)),
                (Asked::Message(ROOT.to_owned()), following(Some(ROOT), answer(&id("b"), &text))),
            ],
            _ => vec![(Asked::Message(ROOT.to_owned()), following(Some(ROOT), asks))],
        }
    }

    async fn run(mut self, until: Instant) -> Self {
        let mut n = 0;
        while Instant::now() < until {
            n += 1;
            let batch = self.next(n);
            let messages: Vec<Value> = batch.iter().map(|(_, message)| message.clone()).collect();
            let answer = self.until_answered(&messages).await;
            let told = answer.body["messages"].as_array().unwrap();
            assert_eq!(told.len(), batch.len());
            for ((asked, sent), told) in batch.into_iter().zip(told) {
                assert_eq!(told["id"], sent["id"]);
                self.tally.acknowledged += 1;
                self.told.push(Acknowledged { asked, sent, told: told.clone() });
            }
        }
        self
    }

    async fn until_answered(&mut self, messages: &[Value]) -> Answer {
        let begun = Instant::now();
        for attempt in 0.. {
            assert!(begun.elapsed() < Duration::from_secs(30), "no answer for too long");
            // Whoever gets no answer asks the other node.
            let client = {
                let services = self.services.lock().unwrap();
                services[(self.seat + attempt) % services.len()].clone()
            };
            let request = self.chats.by(&client).appending(&self.chat, messages);
            if chance(4) == 0 {
                let sent = if chance(4) == 0 { Sent::Part } else { Sent::Whole };
                hang_up(request, sent, Duration::from_millis(chance(10))).await;
                self.tally.hung_up += 1;
                continue;
            }
            let Some(answer) = answered(request).await else {
                self.tally.broken += 1;
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            let created: Vec<bool> = answer.body["messages"]
                .as_array()
                .unwrap_or_else(|| panic!("{}: {}", answer.status, answer.text))
                .iter()
                .map(|message| message["created"].as_bool().unwrap())
                .collect();
            // All or nothing, and nothing unless it was asked for before.
            assert!(created.iter().all(|new| *new == created[0]), "{}", answer.text);
            assert!(created[0] || attempt > 0, "{}", answer.text);
            self.tally.known += usize::from(!created[0]);
            return answer.is(if created[0] { 201 } else { 200 });
        }
        unreachable!()
    }
}

/// An answer, if it comes whole.
async fn answered(request: reqwest::RequestBuilder) -> Option<Answer> {
    let response = request.timeout(Duration::from_secs(10)).send().await.ok()?;
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.ok()?;
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Some(Answer { status, headers, body, text })
}

/// Two tabs write for a while, and the services are killed in turn.
async fn two_tabs(database: &Database, mut services: Vec<Service>, span: Duration) {
    let chats = ChatClient::user(&services[0], "ada@example.com").await;
    let chat = chat_id(1, 1);
    chats.append(&chat, &[question(ROOT, "where it all begins")]).await.is(201);
    let clients = Arc::new(Mutex::new(services.iter().map(Service::client).collect::<Vec<_>>()));
    let begun = Instant::now();
    let tabs = ["left", "right"].into_iter().enumerate().map(|(seat, name)| {
        let tab = Tab {
            name,
            seat,
            chats: chats.clone(),
            chat: chat.clone(),
            services: clients.clone(),
            told: Vec::new(),
            tally: Tally::default(),
        };
        tokio::spawn(tab.run(begun + span))
    });
    let tabs: Vec<_> = tabs.collect();

    let mut crashes = 0;
    while begun.elapsed() + Duration::from_secs(2) < span {
        tokio::time::sleep(Duration::from_millis(1000 + chance(1500))).await;
        let which = crashes % services.len();
        services[which].kill_and_restart();
        clients.lock().unwrap()[which] = services[which].client();
        crashes += 1;
    }
    let tabs: Vec<Tab> = join_all(tabs).await.into_iter().map(Result::unwrap).collect();
    for tab in &tabs {
        println!("{}: {:?}, {crashes} crashes in {:?}", tab.name, tab.tally, begun.elapsed());
        assert!(tab.tally.acknowledged > 20 && tab.tally.known > 0, "{:?}", tab.tally);
    }
    assert!(crashes >= 3);
    let told: Vec<Acknowledged> = tabs.into_iter().flat_map(|tab| tab.told).collect();
    check(&chats.by(&services[0].client()), &chat, &told, database).await;
}

async fn check(chats: &ChatClient, chat: &str, told: &[Acknowledged], database: &Database) {
    let messages = chats.messages(chat).await;
    let by_id: BTreeMap<&str, &Value> =
        messages.iter().map(|message| (message["id"].as_str().unwrap(), message)).collect();
    assert_eq!(by_id.len(), messages.len(), "a message is there twice");
    let asked: BTreeSet<&str> =
        told.iter().map(|each| each.sent["id"].as_str().unwrap()).chain([ROOT]).collect();
    assert_eq!(asked.len(), told.len() + 1);
    assert_eq!(by_id.keys().copied().collect::<BTreeSet<_>>(), asked);

    let numbers = messages.iter().map(|message| message["seq"].as_u64().unwrap());
    assert!(numbers.eq(1..=messages.len() as u64), "a number is missing, or was given twice");
    let moments: Vec<&str> = messages.iter().map(|m| m["createdAt"].as_str().unwrap()).collect();
    assert!(moments.is_sorted());
    for Acknowledged { asked, sent, told } in told {
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
    assert_eq!(database.count("messages"), messages.len() as u64);
    let integrity = database.either("PRAGMA integrity_check", "SELECT 'ok'");
    assert_eq!(database.query(integrity).trim(), "ok");
    // The index was not left behind either.
    let found = chats.hits("asks time").await;
    let found = found.iter().filter(|hit| !hit["messageId"].is_null()).count();
    assert_eq!(found, told.len());
}
