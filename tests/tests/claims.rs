//! What a visitor asked comes along with whoever claims it or logs in: to one account, whole, and
//! once, also while the visitor still writes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures::future::{BoxFuture, FutureExt, join_all};
use journeys::{
    Answer, ChatClient, Client, Database, Options, PASSWORD, Service, chat_id, on_both_databases,
    question, texts,
};
use serde_json::{Value, json};

on_both_databases!(
    fifty_claims_at_once_give_each_chat_one_owner,
    fifty_claims_and_log_ins_at_once_give_each_chat_one_owner,
    two_accounts_that_claim_and_log_in_at_once_share_no_chat,
);

const ADA: &str = "ada@example.com";
const EVE: &str = "eve@example.com";
const LOG_IN: &str = "/api/v1/auth/login";
const CHATS: usize = 30;
const EACH: usize = 10;
/// In which series are the chats that Ada starts while others act.
const OF_ADA: [u16; 2] = [20, 21];
/// Stands in every message.
const WORD: &str = "walrus";

/// What was acknowledged: the messages of each chat.
type Ledger = Arc<Mutex<BTreeMap<String, BTreeSet<String>>>>;

/// Somebody who wants the chats.
#[derive(Clone, Copy)]
enum Act {
    Claim,
    ClaimSome,
    LogIn,
}

/// A visitor with chats, and two accounts.
struct Stage {
    client: Client,
    visitor: ChatClient,
    ada: ChatClient,
    eve: ChatClient,
    chats: Vec<String>,
    ledger: Ledger,
    done: Arc<AtomicBool>,
}

/// How it went for those who write.
#[derive(Debug, Default)]
struct Tally {
    acknowledged: usize,
    away: usize,
    ended: usize,
}

impl Stage {
    async fn set(service: &Service) -> Self {
        let client = service.client();
        let visitor = ChatClient::visitor(&client).await;
        let ada = ChatClient::user(service, ADA).await;
        let eve = ChatClient::user(service, EVE).await;
        // The first use of a session takes longer: it is noted.
        for account in [&ada, &eve] {
            account.get("").await.is(200);
        }
        let ledger = Ledger::default();
        let chats: Vec<String> = (0..CHATS).map(|n| chat_id(1, n)).collect();
        for chat in &chats {
            let ids: Vec<String> = (0..EACH).map(|n| format!("first-{n}")).collect();
            let messages: Vec<Value> = ids.iter().map(|id| question(id, WORD)).collect();
            visitor.append(chat, &messages).await.is(201);
            ledger.lock().unwrap().entry(chat.clone()).or_default().extend(ids);
        }
        let done = Arc::new(AtomicBool::new(false));
        Self { client, visitor, ada, eve, chats, ledger, done }
    }

    /// Writes one message after the other, until everybody has claimed; every fifth into a chat that
    /// it starts.
    fn keep_writing(&self, who: &ChatClient, series: u16) -> tokio::task::JoinHandle<Tally> {
        let (who, chats, ledger) = (who.clone(), self.chats.clone(), self.ledger.clone());
        let (done, mut tally) = (self.done.clone(), Tally::default());
        tokio::spawn(async move {
            let mut n = 0;
            while !done.load(Ordering::Relaxed) {
                n += 1;
                let id = format!("later-{series}-{n}");
                let new = (n % 5 == 0).then(|| chat_id(series, n));
                let body =
                    json!({ "messages": [question(&id, WORD)], "createChat": new.is_some() });
                let chat = new.clone().unwrap_or_else(|| chats[n % chats.len()].clone());
                let answer = who.post(&format!("/{chat}/messages"), &body).await;
                match answer.status.as_u16() {
                    201 => {
                        tally.acknowledged += 1;
                        assert!(ledger.lock().unwrap().entry(chat).or_default().insert(id));
                    }
                    // It is somebody else's: not any more, or not yet.
                    404 if new.is_none() => tally.away += 1,
                    401 => {
                        answer.problem(401, "SESSION_REVOKED");
                        tally.ended += 1;
                        break;
                    }
                    _ => panic!("{}", answer.text),
                }
            }
            tally
        })
    }

    /// Takes what the visitor has; answers how many chats came along.
    fn act(&self, act: Act, who: &ChatClient, email: &'static str) -> BoxFuture<'_, u64> {
        let (who, token) = (who.clone(), self.visitor.token());
        async move {
            tokio::time::sleep(Duration::from_millis(chance(50))).await;
            let claim = match act {
                Act::LogIn => return linked_by_log_in(&self.client, email, token).await,
                Act::Claim => json!({ "anonymousToken": token }),
                Act::ClaimSome => {
                    json!({ "anonymousToken": token, "chatIds": &self.chats[..CHATS / 2] })
                }
            };
            let answer = who.post("/claim", &claim).await;
            if answer.status == 400 {
                answer.problem(400, "INVALID_TOKEN");
                return 0;
            }
            let answer = answer.is(200);
            let linked = answer.body["linked"].as_u64().unwrap();
            assert_eq!(answer.body["chatIds"].as_array().unwrap().len() as u64, linked);
            linked
        }
        .boxed()
    }

    /// Everybody acts at once while the visitor and Ada write.
    async fn storm(&self, acts: Vec<BoxFuture<'_, u64>>) -> u64 {
        assert_eq!(acts.len(), 50);
        let mut writers: Vec<_> =
            (10..14).map(|series| self.keep_writing(&self.visitor, series)).collect();
        writers.extend(OF_ADA.map(|series| self.keep_writing(&self.ada, series)));
        tokio::time::sleep(Duration::from_millis(100)).await;
        let linked = join_all(acts).await.into_iter().sum();
        tokio::time::sleep(Duration::from_millis(100)).await;
        self.done.store(true, Ordering::Relaxed);
        let mut tally = Tally::default();
        for writer in writers {
            let one = writer.await.unwrap();
            tally.acknowledged += one.acknowledged;
            tally.away += one.away;
            tally.ended += one.ended;
        }
        println!("{linked} chats came along; meanwhile {tally:?}");
        assert!(tally.acknowledged > 10 && tally.away > 0, "{tally:?}");
        linked
    }

    /// That everything acknowledged is there once, with one of some owners; answers how many chats
    /// each of them has.
    async fn check<const N: usize>(&self, owners: [&ChatClient; N], db: &Database) -> [usize; N] {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut counts = [0; N];
        for (owner, count) in owners.iter().zip(&mut counts) {
            let mut shown = BTreeSet::new();
            for chat in owner.chats().await {
                *count += 1;
                let id = chat["id"].as_str().unwrap().to_owned();
                let messages = owner.messages(&id).await;
                assert_eq!(chat["messageCount"], messages.len());
                let numbers = messages.iter().map(|message| message["seq"].as_u64().unwrap());
                assert!(numbers.eq(1..=messages.len() as u64), "{messages:?}");
                let ids = texts(&messages, "id");
                shown.extend(ids.iter().map(|message| (id.clone(), message.clone())));
                let known: BTreeSet<String> = ids.iter().cloned().collect();
                assert_eq!(known.len(), ids.len(), "{id} has a message twice");
                assert!(found.insert(id, known).is_none(), "a chat has two owners");
            }
            // What the owner finds is what the owner has.
            let hits = owner.hits(WORD).await;
            let hits: Vec<(String, String)> = hits
                .iter()
                .filter(|hit| !hit["messageId"].is_null())
                .map(|hit| [&hit["chatId"], &hit["messageId"]].map(|id| id.as_str().unwrap()))
                .map(|[chat, message]| (chat.to_owned(), message.to_owned()))
                .collect();
            assert_eq!(hits.len(), shown.len());
            assert_eq!(hits.into_iter().collect::<BTreeSet<_>>(), shown);
        }
        let ledger = self.ledger.lock().unwrap().clone();
        assert_eq!(found, ledger, "lost, or never asked for");

        let messages: usize = ledger.values().map(BTreeSet::len).sum();
        assert_eq!(db.count("chats"), ledger.len() as u64);
        assert_eq!(db.count("messages"), messages as u64);
        let strays = [
            "SELECT count(*) FROM chats WHERE owner_id NOT IN (SELECT id FROM users)",
            "SELECT count(*) FROM messages WHERE chat_id NOT IN (SELECT id FROM chats)",
            "SELECT count(*) FROM chats c WHERE message_count <> \
             (SELECT count(*) FROM messages m WHERE m.chat_id = c.id)",
        ];
        for stray in strays {
            assert_eq!(db.query(stray).trim(), "0", "{stray}");
        }
        let integrity = db.either("PRAGMA integrity_check", "SELECT 'ok'");
        assert_eq!(db.query(integrity).trim(), "ok");
        counts
    }
}

/// A number below `end` that differs from call to call.
fn chance(end: u64) -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(()) % end
}

async fn linked_by_log_in(client: &Client, email: &str, visitor: &str) -> u64 {
    let body = json!({ "email": email, "password": PASSWORD });
    let answer: Answer = client.post_as(LOG_IN, visitor, &body).await;
    if answer.status == 401 {
        answer.problem(401, "SESSION_REVOKED");
        return 0;
    }
    let answer = answer.is(200);
    let linked = &answer.body["linked"];
    assert!(linked.is_null() || linked["chats"].as_u64() > Some(0), "{linked}");
    linked["chats"].as_u64().unwrap_or(0)
}

fn options() -> Options {
    Options::unlimited()
        .with("ANONYMOUS__MESSAGES_PER_DAY", "100000")
        .with("SESSIONS__MAX_PER_USER", "100")
}

async fn fifty_claims_at_once_give_each_chat_one_owner(database: Database) {
    let service = Service::start(&database, options());
    let stage = Stage::set(&service).await;
    let acts = (0..50).map(|n| {
        let act = if n % 3 == 0 { Act::ClaimSome } else { Act::Claim };
        stage.act(act, &stage.ada, ADA)
    });
    let linked = stage.storm(acts.collect()).await;

    // The visitor stays, with what was started since, and may go on.
    assert!(linked >= CHATS as u64);
    let [of_ada, _] = stage.check([&stage.ada, &stage.visitor], &database).await;
    assert!(of_ada >= CHATS);
    let rest = stage.act(Act::Claim, &stage.ada, ADA).await;
    let [of_ada, of_visitor] = stage.check([&stage.ada, &stage.visitor], &database).await;
    // Ada has started some herself.
    let by_ada =
        |id: &&String| OF_ADA.iter().any(|series| id.starts_with(&chat_id(*series, 0)[..13]));
    let started = stage.ledger.lock().unwrap().keys().filter(by_ada).count();
    assert_eq!((of_ada, of_visitor), ((linked + rest) as usize + started, 0));
    stage.visitor.append(&chat_id(30, 0), &[question("one-more", WORD)]).await.is(201);
}

async fn fifty_claims_and_log_ins_at_once_give_each_chat_one_owner(database: Database) {
    let service = Service::start(&database, options());
    let stage = Stage::set(&service).await;
    let acts = (0..50).map(|n| {
        let act = [Act::Claim, Act::LogIn, Act::ClaimSome, Act::LogIn][n % 4];
        stage.act(act, &stage.ada, ADA)
    });
    let linked = stage.storm(acts.collect()).await;

    assert!(linked >= CHATS as u64);
    let [of_ada] = stage.check([&stage.ada], &database).await;
    assert!(of_ada >= CHATS, "all are Ada's");
    stage.visitor.get("").await.problem(401, "SESSION_REVOKED");
    let visitors = database.query("SELECT count(*) FROM users WHERE role = 'anonymous'");
    assert_eq!(visitors.trim(), "0");
}

async fn two_accounts_that_claim_and_log_in_at_once_share_no_chat(database: Database) {
    let service = Service::start(&database, options());
    let stage = Stage::set(&service).await;
    let acts = (0..50).map(|n| match n % 5 {
        0 => stage.act(Act::Claim, &stage.eve, EVE),
        1 => stage.act(Act::ClaimSome, &stage.eve, EVE),
        2 => stage.act(Act::ClaimSome, &stage.ada, ADA),
        3 => stage.act(Act::Claim, &stage.ada, ADA),
        _ => stage.act(Act::LogIn, &stage.ada, ADA),
    });
    let linked = stage.storm(acts.collect()).await;

    assert!(linked >= CHATS as u64);
    let [of_ada, of_eve] = stage.check([&stage.ada, &stage.eve], &database).await;
    println!("Ada has {of_ada} chats, Eve {of_eve}");
    stage.visitor.get("").await.problem(401, "SESSION_REVOKED");
}
