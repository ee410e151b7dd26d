//! Clients that ask as fast as they are answered.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use hdrhistogram::Histogram;
use tokio::task::JoinSet;

use crate::client::{Answer, Call, Connection};

/// What one client does over and over.
pub trait Act: Send + 'static {
    fn call(&mut self) -> Call;
    /// Looks at the answer; `Err` says what is wrong with it.
    fn take(&mut self, answer: &Answer) -> Result<(), String>;
}

pub type Acts = Vec<Box<dyn Act>>;

/// What was seen of a load.
#[derive(Clone)]
pub struct Seen {
    pub answers: u64,
    pub took: Duration,
    /// In microseconds.
    latencies: Histogram<u64>,
}

impl Seen {
    pub fn nothing() -> Self {
        let latencies = Histogram::new(3).expect("a histogram");
        Self { answers: 0, took: Duration::ZERO, latencies }
    }

    pub fn add(&mut self, other: &Self) {
        self.answers += other.answers;
        self.took += other.took;
        self.latencies.add(&other.latencies).expect("histograms of one kind");
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.answers as f64 / self.took.as_secs_f64()
    }

    /// The time within which this part of the answers came.
    pub fn quantile(&self, part: f64) -> Duration {
        Duration::from_micros(self.latencies.value_at_quantile(part))
    }

    fn note(&mut self, took: Duration) {
        self.answers += 1;
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.latencies.record(micros).expect("a histogram that grows");
    }
}

/// Has each act on a connection of its own asked over and over for so long, and hands the acts back for
/// the next time. Any answer that was not to come is an end with an error.
pub async fn run(address: SocketAddr, acts: Acts, time: Duration) -> (Seen, Acts) {
    let mut connections = Vec::with_capacity(acts.len());
    for _ in &acts {
        connections.push(Connection::open(address).await);
    }
    let begun = Instant::now();
    let mut clients = JoinSet::new();
    for (mut act, mut connection) in acts.into_iter().zip(connections) {
        clients.spawn(async move {
            let mut seen = Seen::nothing();
            while begun.elapsed() < time {
                let asked = Instant::now();
                let answer = connection.ask(act.call()).await.expect("an answer");
                seen.note(asked.elapsed());
                if let Err(wrong) = act.take(&answer) {
                    panic!("{wrong}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
                }
            }
            (seen, act)
        });
    }
    let (mut seen, mut acts) = (Seen::nothing(), Acts::new());
    while let Some(client) = clients.join_next().await {
        let (of_one, act) = client.expect("a client that was answered as it should be");
        seen.add(&of_one);
        acts.push(act);
    }
    seen.took = begun.elapsed();
    (seen, acts)
}

/// The same at a steady rate: each call has its moment, and whatever comes late is late from then on.
/// Answers what was seen; an answer that was not to come, or none, is an end with an error.
pub async fn run_steadily(
    address: SocketAddr,
    acts: Acts,
    per_second: u32,
    time: Duration,
) -> Seen {
    let begun = Instant::now();
    let clients = u32::try_from(acts.len()).expect("not many");
    let between = Duration::from_secs(1) / per_second;
    let mut tasks = JoinSet::new();
    for (number, mut act) in (0..).zip(acts) {
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await;
            let mut seen = Seen::nothing();
            let mut due = begun + between * number;
            while due.duration_since(begun) < time {
                tokio::time::sleep_until(due.into()).await;
                let answer = connection.ask(act.call()).await.expect("an answer");
                seen.note(due.elapsed());
                act.take(&answer).expect("a right answer");
                due += between * clients;
            }
            seen
        });
    }
    let mut seen = Seen::nothing();
    while let Some(client) = tasks.join_next().await {
        seen.add(&client.expect("a client that was answered as it should be"));
    }
    seen.took = begun.elapsed();
    seen
}
