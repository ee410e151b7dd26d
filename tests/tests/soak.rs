//! Twenty minutes of people nobody has seen before, each from another network: memory and descriptors
//! are flat after the warm-up, and answers stay as quick as they were.
//!
//! By hand, on a quiet machine:
//! `BOOKPLATE_TEST_SOAK=1200 tests/with-postgres cargo nextest run -p journeys --no-capture \
//! --test-threads 1 --run-ignored only -E 'binary(soak)'`
//! runs it on SQLite and then on PostgreSQL, for so many seconds each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use journeys::{Answer, Client, Database, Options, PASSWORD, Service, chat_id, question};
use reqwest::Method;
use serde_json::{Value, json};

/// How often somebody comes; each asks about 20 times.
const EVERY: Duration = Duration::from_millis(500);

/// How often the process is looked at.
const LOOK: Duration = Duration::from_secs(10);

/// How much more memory the fitted line may end with than it began with.
const GROWTH: f64 = 0.1;

/// How many times as long 99 of 100 requests may take in the last quarter as in the second.
const SLOWER: f64 = 1.5;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes twenty minutes, and measures"]
async fn strangers_on_sqlite_leave_nothing_behind() {
    soak(&Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes twenty minutes, and measures"]
async fn strangers_on_postgres_leave_nothing_behind() {
    soak(&Database::postgres()).await;
}

/// When requests began, since the start, and how long each took.
type Times = Arc<Mutex<Vec<(Duration, Duration)>>>;

/// Somebody whom nobody has seen before.
struct Stranger {
    client: Client,
    number: u32,
    begun: Instant,
    times: Times,
}

impl Stranger {
    async fn ask(&self, method: Method, path: &str, token: &str, body: Option<Value>) -> Answer {
        let [a, b, c] = [16, 8, 0].map(|shift| (self.number >> shift) & 255);
        let mut request = self.client.request(method, path);
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        request = request.header("x-forwarded-for", format!("10.{a}.{b}.{c}"));
        request = request.header("accept", "application/json");
        if let Some(body) = body {
            request = request.json(&body);
        }
        let begun = Instant::now();
        let answer = Answer::of(request).await;
        self.times.lock().unwrap().push((begun - self.begun, begun.elapsed()));
        assert!(answer.status.is_success(), "{path}: {}", answer.text);
        answer
    }

    async fn post(&self, path: &str, token: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, token, Some(body)).await
    }

    /// From a visit to the log out.
    async fn live(self) {
        let email = format!("stranger{}@example.com", self.number);
        let visitor = self.post("/api/v1/auth/anonymous", "", json!({})).await;
        let token = visitor.access_token().to_owned();
        let chat = chat_id(7, self.number as usize);
        for n in 0..3 {
            let body =
                json!({ "messages": [question(&format!("q{n}"), "hello")], "createChat": true });
            self.post(&format!("/api/v1/chats/{chat}/messages"), &token, body).await;
        }
        let body = json!({ "email": email, "name": "A stranger", "password": PASSWORD });
        self.post("/api/v1/auth/register", &token, body).await;
        let mailed = loop {
            let path = format!("/dev/mailbox?to={email}");
            let mails = self.ask(Method::GET, &path, "", None).await;
            if let Some(token) = mails.mailed_tokens().into_iter().next() {
                break token;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        self.post("/api/v1/auth/verify-email", "", json!({ "token": mailed })).await;
        let body = json!({ "email": email, "password": PASSWORD });
        let mut session = self.post("/api/v1/auth/login", "", body).await;
        for n in 3..8 {
            let token = session.access_token().to_owned();
            let body = json!({ "messages": [question(&format!("q{n}"), "hello again")] });
            self.post(&format!("/api/v1/chats/{chat}/messages"), &token, body).await;
            self.ask(Method::GET, "/api/v1/users/me", &token, None).await;
            if n % 2 == 0 {
                let body = json!({ "refreshToken": session.refresh_token() });
                session = self.post("/api/v1/auth/refresh", "", body).await;
            }
        }
        let token = session.access_token().to_owned();
        self.ask(Method::GET, "/api/v1/chats", &token, None).await;
        self.post("/api/v1/auth/logout", "", json!({ "refreshToken": session.refresh_token() }))
            .await;
    }
}

/// What the process held, in KiB and in numbers.
#[derive(Clone, Copy, Debug)]
struct Look {
    resident: f64,
    proportional: f64,
    descriptors: f64,
    threads: f64,
}

impl Look {
    fn at(process: u32) -> Self {
        let read = |file: &str| std::fs::read_to_string(format!("/proc/{process}/{file}")).unwrap();
        let number = |text: &str, name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
            line.split_whitespace().next().unwrap().parse::<f64>().unwrap()
        };
        let (status, rollup) = (read("status"), read("smaps_rollup"));
        let descriptors = std::fs::read_dir(format!("/proc/{process}/fd")).unwrap().count();
        Self {
            resident: number(&status, "VmRSS:"),
            proportional: number(&rollup, "Pss:"),
            descriptors: descriptors as f64,
            threads: number(&status, "Threads:"),
        }
    }
}

/// Where the line that fits some numbers best, taken at even distances, begins and ends.
fn line(numbers: &[f64]) -> (f64, f64) {
    let count = numbers.len() as f64;
    let (middle, mean) = ((count - 1.0) / 2.0, numbers.iter().sum::<f64>() / count);
    let (mut rise, mut run) = (0.0, 0.0);
    for (n, number) in numbers.iter().enumerate() {
        let from_middle = n as f64 - middle;
        rise += from_middle * (number - mean);
        run += from_middle * from_middle;
    }
    let slope = rise / run;
    (mean - slope * middle, mean + slope * middle)
}

fn at_99(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() * 99 / 100]
}

async fn soak(database: &Database) {
    let length = std::env::var("BOOKPLATE_TEST_SOAK").map_or(1200, |s| s.parse().expect("seconds"));
    let length = Duration::from_secs(length);
    let options = Options::default()
        .with("PASSWORDS__BCRYPT_COST", "10")
        .with("SERVER__TRUSTED_PROXIES", "127.0.0.1")
        .with("LOG__LEVEL", "error");
    let service = Service::start(database, options);
    let (client, begun, times) = (service.client(), Instant::now(), Times::default());
    let (mut looks, mut strangers) = (Vec::new(), tokio::task::JoinSet::new());
    let mut next = tokio::time::interval(EVERY);
    for number in 0.. {
        next.tick().await;
        if begun.elapsed() > length {
            break;
        }
        let times = times.clone();
        strangers.spawn(Stranger { client: client.clone(), number, begun, times }.live());
        while let Some(lived) = strangers.try_join_next() {
            lived.unwrap();
        }
        if begun.elapsed() >= LOOK * u32::try_from(looks.len()).unwrap() {
            let look = Look::at(service.process_id());
            println!("{:4} s: {look:?}", begun.elapsed().as_secs());
            looks.push(look);
        }
    }
    strangers.join_all().await;

    let times = times.lock().unwrap().clone();
    let quarter = |from: f64, to: f64| -> Duration {
        let within = length.mul_f64(from)..length.mul_f64(to);
        let these = times.iter().filter(|(at, _)| within.contains(at));
        at_99(these.map(|(_, took)| *took).collect())
    };
    let (second, last) = (quarter(0.25, 0.5), quarter(0.75, 1.0));
    let warm = &looks[looks.len() / 4..];
    let fitted = |what: fn(&Look) -> f64| line(&warm.iter().map(what).collect::<Vec<_>>());
    let memory =
        [("resident", fitted(|l| l.resident)), ("proportional", fitted(|l| l.proportional))];
    let numbers = [("descriptors", fitted(|l| l.descriptors)), ("threads", fitted(|l| l.threads))];
    println!("{} requests; p99 {second:?} and then {last:?}; {memory:?}; {numbers:?}", times.len());
    for (what, (first, last)) in memory {
        assert!(last < first * (1.0 + GROWTH), "{what} memory grows from {first} to {last} KiB");
    }
    for (what, (first, last)) in numbers {
        // A connection more or less, by when it was looked.
        assert!(last < first + 4.0, "{what} grow from {first} to {last}");
    }
    assert!(last < second.mul_f64(SLOWER), "p99 was {second:?} and is {last:?}");
}
