//! PostgreSQL goes away and comes back under load: nobody waits for long, and the service stays.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use journeys::{Answer, ChatClient, Client, Database, Options, PostgresServer, Service, question};
use serde_json::{Value, json};
use tokio::{task::JoinSet, time::sleep};

/// What is promised of every answer, and of the time after the database's return.
const ANSWERED: Duration = Duration::from_secs(3);
const HEALTHY: Duration = Duration::from_secs(5);
/// What two busy cores may add to either.
const SLACK: Duration = Duration::from_secs(1);
/// Fifty requests in a second.
const EVERY: Duration = Duration::from_millis(20);
const IN_A_SECOND: usize = 50;

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_costs_nobody_more_than_three_seconds() {
    let server = PostgresServer::start();
    through(&server, PostgresServer::crash, PostgresServer::start_again).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_server_costs_nobody_more_than_three_seconds() {
    let server = PostgresServer::start();
    through(&server, PostgresServer::freeze, PostgresServer::thaw).await;
}

/// How long the server is away; longer by hand: `BOOKPLATE_TEST_OUTAGE=30`.
fn outage() -> Duration {
    let seconds = std::env::var("BOOKPLATE_TEST_OUTAGE").map_or(6, |text| text.parse().unwrap());
    Duration::from_secs(seconds)
}

async fn through(server: &PostgresServer, go: fn(&PostgresServer), come: fn(&PostgresServer)) {
    let database = Database::on(server.url());
    // The log tells, besides what is wrong, that it is over.
    let told = "warn,bookplate_seaorm::outage=info";
    let options = Options::unlimited().with("LOG__LEVEL", told).with("LOG__FORMAT", "json");
    let service = Service::start(&database, options.logged());
    let user = ChatClient::user(&service, "ada@example.com").await;
    let load = Load::begin(&service, &user);
    sleep(Duration::from_secs(1)).await;

    let gone_at = Instant::now();
    go(server);
    sleep(outage().saturating_sub(gone_at.elapsed())).await;
    let known = service.client().get("/livez").await;
    known.is(200);
    come(server);
    let back_at = Instant::now();
    let client = service.client();
    while client.get("/readyz").await.status != 200 {
        assert!(back_at.elapsed() < HEALTHY + SLACK, "not healthy again");
        sleep(Duration::from_millis(20)).await;
    }
    let healthy_after = back_at.elapsed();
    sleep((HEALTHY + SLACK).saturating_sub(healthy_after) + Duration::from_secs(1)).await;
    let answers = load.end().await;

    let refused = answers.iter().filter(|told| told.status == 503).count();
    let slowest = answers.iter().max_by_key(|told| told.took).unwrap();
    println!(
        "away for {:?}: {} answers, {refused} of them 503, the slowest {:?} ({}); healthy after {healthy_after:?}",
        back_at - gone_at,
        answers.len(),
        slowest.took,
        slowest.what,
    );
    assert!(refused > 20, "nobody noticed");
    for told in &answers {
        let Told { what, status, took, .. } = told;
        assert!(*took < ANSWERED + SLACK, "{what}: {took:?}");
        let is_late = told.asked_at > back_at + HEALTHY + SLACK;
        match status {
            200 | 201 => {}
            503 if !is_late => assert!(told.says_when_to_retry, "{what}"),
            _ => panic!("{what}: {status} {:?} after the return", told.asked_at - back_at),
        }
    }
    // Nobody has started the service again: it is the same process that answers. What was acknowledged
    // is there.
    let kept = user.messages(CHAT).await;
    let kept: Vec<&str> = kept.iter().map(|message| message["id"].as_str().unwrap()).collect();
    let written = answers.iter().filter_map(|told| told.written.as_deref());
    let written: Vec<&str> = written.collect();
    assert!(written.len() > 50, "{}", written.len());
    for id in written {
        assert!(kept.contains(&id), "{id} was acknowledged");
    }

    says_it_once(&service.log());
}

const BEGINS: &str = "the database does not answer";
const ENDS: &str = "the database answers again";
/// What else may be said of an outage, as it begins: for each check of readiness and each kind of what is removed.
const BESIDE: [&str; 6] = [
    "the outbox cannot be worked on",
    "the signing keys cannot be looked after",
    "no longer listening to other nodes; connecting again",
    "changes that other nodes make are heard of late for now",
    "this node is not ready",
    "cannot remove what is too old",
];

/// What the driver says by itself is about connections: ten, one that listens and one that watches. Each
/// is cut, given back, waited for, and opened again.
const CONNECTIONS: usize = 12;

/// The log says that an outage begins and ends, and what does not work meanwhile, all of it once. It
/// tells of requests that fail only until it has said the first, which takes less than a second.
fn says_it_once(log: &str) {
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |message: &str| lines.iter().filter(|line| line["message"] == message).count();
    assert_eq!((of(BEGINS), of(ENDS)), (1, 1), "{log}");
    let (ours, drivers): (Vec<&Value>, Vec<&Value>) =
        lines.iter().partition(|line| line["target"].as_str().unwrap().starts_with("bookplate"));
    let mut known = false;
    let (mut requests, mut said) = (0, Vec::new());
    for line in ours {
        let message = line["message"].as_str().unwrap();
        if message == "request failed" {
            assert!(!known, "an outage that is known is told of again: {line}\n{log}");
            requests += 1;
            continue;
        }
        known |= message == BEGINS;
        let is_beside = BESIDE.iter().any(|start| message.starts_with(start));
        assert!([BEGINS, ENDS].contains(&message) || is_beside, "{line}");
        let this = (message, line["check"].as_str(), line["what"].as_str());
        assert!(!said.contains(&this), "said twice: {line}\n{log}");
        said.push(this);
    }
    println!("{requests} lines about requests, {} of the driver's", drivers.len());
    assert!(requests <= IN_A_SECOND, "{log}");
    assert!(drivers.len() <= 4 * CONNECTIONS, "{log}");
}

const CHAT: &str = "0199c0de-0000-7000-8000-000000000001";

/// How a request went.
struct Told {
    what: &'static str,
    asked_at: Instant,
    took: Duration,
    status: u16,
    says_when_to_retry: bool,
    /// The message that was acknowledged.
    written: Option<String>,
}

/// Reads and writes, fifty in a second.
struct Load {
    stop: tokio::sync::oneshot::Sender<()>,
    runs: tokio::task::JoinHandle<Vec<Told>>,
}

impl Load {
    fn begin(service: &Service, user: &ChatClient) -> Self {
        let (stop, mut stopped) = tokio::sync::oneshot::channel();
        let (client, user) = (service.client(), user.clone());
        let runs = tokio::spawn(async move {
            let told = Arc::new(Mutex::new(Vec::new()));
            let mut asked = JoinSet::new();
            let mut every = tokio::time::interval(EVERY);
            for number in 0_usize.. {
                tokio::select! {
                    _ = &mut stopped => break,
                    _ = every.tick() => {}
                }
                let (client, user, told) = (client.clone(), user.clone(), told.clone());
                asked.spawn(async move {
                    let answer = ask(number, &client, &user).await;
                    told.lock().unwrap().push(answer);
                });
            }
            while let Some(done) = asked.join_next().await {
                done.unwrap();
            }
            Arc::into_inner(told).unwrap().into_inner().unwrap()
        });
        Self { stop, runs }
    }

    async fn end(self) -> Vec<Told> {
        self.stop.send(()).unwrap();
        self.runs.await.unwrap()
    }
}

async fn ask(number: usize, client: &Client, user: &ChatClient) -> Told {
    let asked_at = Instant::now();
    let mut written = None;
    let (what, answer): (_, Answer) = match number % 5 {
        0 | 1 => {
            let id = format!("message-{number}");
            let answer = user.append(CHAT, &[question(&id, "And then?")]).await;
            written = (answer.status == 201).then_some(id);
            ("append", answer)
        }
        2 => ("list", user.get("").await),
        3 => {
            let session = client.post("/api/v1/auth/anonymous", &json!({})).await;
            ("visitor", session)
        }
        _ => ("ready", client.get("/readyz").await),
    };
    let says_when_to_retry = answer.headers.contains_key("retry-after");
    let (took, status) = (asked_at.elapsed(), answer.status.as_u16());
    Told { what, asked_at, took, status, says_when_to_retry, written }
}
