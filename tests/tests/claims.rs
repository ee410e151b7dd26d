//! What a visitor asked comes along with whoever claims it or logs in: to one account, whole, and
//! once, also while the visitor still writes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use futures::future::{BoxFuture, FutureExt, join_all};
use journeys::{
    Answer, ChatClient, Client, Database, Ledger, Options, PASSWORD, Service, chance, chat_id,
    on_both_databases, question,
};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

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

/// How it goes for those who write.
#[derive(Debug, Default)]
struct Tally {
    acknowledged: AtomicUsize,
    away: AtomicUsize,
    ended: AtomicUsize,
}

impl Tally {
    /// Waits until so many more are acknowledged, and one chat was somebody else's.
    async fn grows_by(&self, more: usize) {
        let (begun, known) = (Instant::now(), self.acknowledged.load(Relaxed));
        while self.acknowledged.load(Relaxed) < known + more || self.away.load(Relaxed) == 0 {
            assert!(begun.elapsed() < Duration::from_secs(60), "nobody writes: {self:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
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
            ids.iter().for_each(|id| ledger.note(chat, id));
        }
        let done = Arc::new(AtomicBool::new(false));
        Self { client, visitor, ada, eve, chats, ledger, done }
    }

    /// Writes one message after the other, every fifth into a chat that it starts, until everybody
    /// has claimed; but not so many that the visitor has none left for the day.
    fn keep_writing(&self, who: &ChatClient, series: u16, tally: &Arc<Tally>) -> JoinHandle<()> {
        let (who, chats, ledger) = (who.clone(), self.chats.clone(), self.ledger.clone());
        let (done, tally) = (self.done.clone(), tally.clone());
        let most = if OF_ADA.contains(&series) { usize::MAX } else { 150 };
        tokio::spawn(async move {
            for n in (1..most).take_while(|_| !done.load(Relaxed)) {
                let id = format!("later-{series}-{n}");
                let new = (n % 5 == 0).then(|| chat_id(series, n));
                let body =
                    json!({ "messages": [question(&id, WORD)], "createChat": new.is_some() });
                let chat = new.clone().unwrap_or_else(|| chats[n % chats.len()].clone());
                let answer = who.post(&format!("/{chat}/messages"), &body).await;
                match answer.status.as_u16() {
                    201 => {
                        ledger.note(&chat, &id);
                        tally.acknowledged.fetch_add(1, Relaxed);
                    }
                    // It is somebody else's: not any more, or not yet.
                    404 if new.is_none() => drop(tally.away.fetch_add(1, Relaxed)),
                    401 => {
                        answer.problem(401, "SESSION_REVOKED");
                        tally.ended.fetch_add(1, Relaxed);
                        break;
                    }
                    _ => panic!("{}", answer.text),
                }
                tokio::time::sleep(Duration::from_millis(chance(20))).await;
            }
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
        let tally = Arc::<Tally>::default();
        let mut writers: Vec<_> =
            (10..14).map(|series| self.keep_writing(&self.visitor, series, &tally)).collect();
        writers.extend(OF_ADA.map(|series| self.keep_writing(&self.ada, series, &tally)));
        tally.grows_by(20).await;
        let linked = join_all(acts).await.into_iter().sum();
        tally.grows_by(5).await;
        self.done.store(true, Relaxed);
        for writer in writers {
            writer.await.unwrap();
        }
        println!("{linked} chats came along; meanwhile {tally:?}");
        linked
    }
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
        .patient()
        .with("ANONYMOUS__MESSAGES_PER_DAY", "1000")
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
    let [of_ada, _] = stage.ledger.check([&stage.ada, &stage.visitor], WORD, &database).await;
    assert!(of_ada >= CHATS);
    let rest = stage.act(Act::Claim, &stage.ada, ADA).await;
    let [of_ada, of_visitor] =
        stage.ledger.check([&stage.ada, &stage.visitor], WORD, &database).await;
    // Ada has started some herself.
    let by_ada =
        |id: &&String| OF_ADA.iter().any(|series| id.starts_with(&chat_id(*series, 0)[..13]));
    let started = stage.ledger.chats().iter().filter(by_ada).count();
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
    let [of_ada] = stage.ledger.check([&stage.ada], WORD, &database).await;
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
    let [of_ada, of_eve] = stage.ledger.check([&stage.ada, &stage.eve], WORD, &database).await;
    println!("Ada has {of_ada} chats, Eve {of_eve}");
    stage.visitor.get("").await.problem(401, "SESSION_REVOKED");
}
