//! A replica takes over from a primary that is lost, or is away itself: what was acknowledged is kept.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use journeys::{
    Answer, ChatClient, Client, FixedAddress, Options, PostgresServer, Replica, Service, psql,
    question,
};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

/// What is promised of every answer, and of the time after the replica has become the primary.
const ANSWERED: Duration = Duration::from_secs(3);
const HEALTHY: Duration = Duration::from_secs(5);
/// What two busy cores may add to the first.
const SLACK: Duration = Duration::from_millis(500);
const CHAT: &str = "0199c0de-0000-7000-8000-000000000001";
/// Who is there from the beginning.
const ADA: &str = "ada@example.com";
/// Who logs in again and again, which ends old sessions.
const BOB: &str = "bob@example.com";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_acknowledged_is_lost_with_the_primary() {
    let primary = PostgresServer::start();
    let replica = Replica::of(&primary);
    let address = FixedAddress::before(primary.url(), replica.url());
    let options = Options::unlimited().with("REGISTRATION__EMAIL_VERIFICATION", "optional");
    let service = Service::start_at(address.url(), options.logged());
    let ada = ChatClient::user(&service, ADA).await;
    service.client().register(BOB).await.is(201);
    let load = Load::begin(&service, &ada);
    sleep(Duration::from_secs(2)).await;

    // The last that the primary did reached nobody.
    replica.cut_off();
    sleep(Duration::from_millis(500)).await;
    primary.crash();
    let lost_at = Instant::now();
    sleep(Duration::from_secs(3)).await;
    replica.promote();
    let promoted_at = Instant::now();
    let client = service.client();
    while client.get("/readyz").await.status != 200 {
        assert!(promoted_at.elapsed() < HEALTHY, "not healthy again");
        sleep(Duration::from_millis(20)).await;
    }
    let healthy_after = promoted_at.elapsed();
    sleep(HEALTHY.saturating_sub(healthy_after) + Duration::from_secs(1)).await;
    let answers = load.end().await;

    let refused = answers.iter().filter(|told| told.status == 503).count();
    let slowest = answers.iter().max_by_key(|told| told.took).unwrap();
    println!(
        "{} answers, {refused} of them 503, the slowest {:?} ({}); promoted after {:?}, healthy {healthy_after:?} later",
        answers.len(),
        slowest.took,
        slowest.what,
        promoted_at - lost_at,
    );
    for told in &answers {
        let Told { what, took, status, .. } = told;
        assert!(*took < ANSWERED + SLACK, "{what}: {took:?}");
        let is_late = told.asked_at > promoted_at + HEALTHY;
        match status {
            200 | 201 => {}
            503 if !is_late => assert!(told.says_when_to_retry, "{what}"),
            _ => panic!("{what}: {status}\n{}", service.log()),
        }
    }
    let (accounts, messages) = (kept(replica.url(), "users", "email_canonical"), ids(&ada).await);
    for (what, kept, fewest) in [("register", accounts, 5), ("append", messages, 20)] {
        let acknowledged = answers.iter().filter(|told| told.what == what && told.status == 201);
        let acknowledged: Vec<&Told> = acknowledged.collect();
        let before = acknowledged.iter().filter(|told| told.asked_at < lost_at).count();
        let (all, refused) = (acknowledged.len(), refused > 10);
        assert!(before >= fewest && all - before >= fewest && refused, "{what}: {before} {all}");
        for told in acknowledged {
            assert!(kept.contains(&told.name), "{} was acknowledged", told.name);
        }
    }
    // Nobody has started the service again.
    assert!(!service.is_dead());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_acknowledged_that_the_standby_has_not() {
    let primary = PostgresServer::start();
    let replica = Replica::of(&primary);
    // A commit may wait for longer than a statement may run, and for as long as the service waits.
    // Some connections are for writes that wait.
    let options = Options::unlimited()
        .with("DATABASE__STATEMENT_TIMEOUT", "1s")
        .with("DATABASE__MAX_CONNECTIONS", "10");
    let service = Service::start_at(primary.url(), options);
    let ada = ChatClient::user(&service, ADA).await;
    let client = service.client();
    client.register("before@example.com").await.is(202);

    replica.cut_off();
    let mut waiting = JoinSet::new();
    for number in 0..4 {
        let client = client.clone();
        let email = format!("away-{number}@example.com");
        waiting.spawn(async move { timed(client.register(&email)).await });
    }
    let user = ada.clone();
    waiting.spawn(async move { timed(user.append(CHAT, &[question("away", "And?")])).await });
    // Who only reads is not kept waiting, and the server is there.
    sleep(Duration::from_secs(1)).await;
    ada.get("").await.is(200);
    client.get("/readyz").await.is(200);
    while let Some(answer) = waiting.join_next().await {
        let (answer, took) = answer.unwrap();
        println!("no standby: {} after {took:?}", answer.status);
        let answer = answer.is(503);
        assert!(answer.headers.contains_key("retry-after"));
        assert!(took < Duration::from_secs(10), "{took:?}");
    }

    // Whoever waits when it returns is answered once it has what they wrote.
    let (registering, late) = (client.clone(), "late@example.com");
    let mut answer = tokio::spawn(async move { registering.register(late).await });
    let early = timeout(Duration::from_secs(2), &mut answer).await;
    assert!(early.is_err(), "{early:?} before the standby has it");
    replica.reconnect();
    answer.await.unwrap().is(202);
    assert!(kept(replica.url(), "registrations", "email_canonical").contains(&late.to_owned()));
    client.register("away-0@example.com").await.is(202);
    ada.append(CHAT, &[question("away", "And?")]).await.is(200);

    // Nobody has to start the service again when an operator gives up the standby.
    replica.cut_off();
    let registering = client.clone();
    let answer = tokio::spawn(async move { registering.register("alone@example.com").await });
    sleep(Duration::from_secs(1)).await;
    assert!(!answer.is_finished(), "nobody waited");
    replica.be_waited_for(false);
    answer.await.unwrap().is(202);
    client.register("after@example.com").await.is(202);
    client.get("/readyz").await.is(200);
}

async fn timed(answer: impl Future<Output = Answer>) -> (Answer, Duration) {
    let asked_at = Instant::now();
    (answer.await, asked_at.elapsed())
}

/// A column of a table, past the service.
fn kept(url: &str, table: &str, column: &str) -> Vec<String> {
    psql(url, &format!("SELECT {column} FROM {table}")).lines().map(str::to_owned).collect()
}

async fn ids(user: &ChatClient) -> Vec<String> {
    let messages = user.messages(CHAT).await;
    messages.iter().map(|message| message["id"].as_str().unwrap().to_owned()).collect()
}

/// How a request went.
struct Told {
    what: &'static str,
    /// What it would write.
    name: String,
    asked_at: Instant,
    took: Duration,
    status: u16,
    says_when_to_retry: bool,
}

/// Some who register, log in and write, each one thing after the other.
struct Load {
    stop: Arc<AtomicBool>,
    told: Arc<Mutex<Vec<Told>>>,
    runs: JoinSet<()>,
}

impl Load {
    fn begin(service: &Service, user: &ChatClient) -> Self {
        let mut load = Self { stop: Arc::default(), told: Arc::default(), runs: JoinSet::new() };
        for worker in 0..4 {
            for what in ["register", "log in", "append"] {
                let (client, user) = (service.client(), user.clone());
                let (stop, told) = (load.stop.clone(), load.told.clone());
                load.runs.spawn(async move {
                    let mut number = 0;
                    while !stop.load(Ordering::Relaxed) {
                        let answer = ask(what, format!("{worker}-{number}"), &client, &user).await;
                        told.lock().unwrap().push(answer);
                        number += 1;
                        sleep(Duration::from_millis(if what == "append" { 50 } else { 250 })).await;
                    }
                });
            }
        }
        load
    }

    async fn end(self) -> Vec<Told> {
        self.stop.store(true, Ordering::Relaxed);
        self.runs.join_all().await;
        Arc::into_inner(self.told).unwrap().into_inner().unwrap()
    }
}

async fn ask(what: &'static str, name: String, client: &Client, user: &ChatClient) -> Told {
    let asked_at = Instant::now();
    let name = if what == "append" { name } else { format!("{name}@example.com") };
    let answer = match what {
        "append" => user.append(CHAT, &[question(&name, "And then?")]).await,
        "register" => client.register(&name).await,
        _ => client.log_in(BOB).await,
    };
    let says_when_to_retry = answer.headers.contains_key("retry-after");
    let (took, status) = (asked_at.elapsed(), answer.status.as_u16());
    Told { what, name, asked_at, took, status, says_when_to_retry }
}
