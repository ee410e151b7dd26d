//! `kill -9` in the middle of a refresh: whoever asked can always go on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::{Duration, Instant};

use journeys::{Answer, Client, Database, Options, Service, chance, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(two_hundred_crashes_strand_no_client);

const CRASHES: usize = 200;

/// A client of one session, which knows nothing but what it was answered.
struct Visitor {
    token: String,
    access_token: String,
}

/// How a request went whose service died.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    answered: usize,
    lost_and_done: usize,
    lost_and_undone: usize,
}

impl Visitor {
    /// Asks until it is answered or the connection is gone.
    async fn refresh(&mut self, client: &Client) -> bool {
        let body = json!({ "refreshToken": self.token });
        let request = client.request(reqwest::Method::POST, "/api/v1/auth/refresh").json(&body);
        let Ok(response) = request.send().await else { return false };
        assert_eq!(response.status(), 200);
        // The head may have come, and the body not.
        let Ok(body) = response.json::<Value>().await else { return false };
        self.take(&body);
        true
    }

    fn take(&mut self, body: &Value) {
        self.token = body["tokens"]["refreshToken"].as_str().unwrap().to_owned();
        self.access_token = body["tokens"]["accessToken"].as_str().unwrap().to_owned();
    }
}

fn current_generation(database: &Database) -> u64 {
    database.query("SELECT generation FROM sessions").trim().parse().expect("a number")
}

/// How long an undisturbed refresh takes: the median.
async fn usual_time(client: &Client, visitor: &mut Visitor) -> Duration {
    let mut times = Vec::new();
    for _ in 0..21 {
        let begun = Instant::now();
        assert!(visitor.refresh(client).await);
        times.push(begun.elapsed());
    }
    times.sort();
    times[times.len() / 2]
}

async fn two_hundred_crashes_strand_no_client(database: Database) {
    let mut service = Service::start(&database, Options::unlimited());
    let mut client = service.client();
    let first: Answer = client.sign_up("ada@example.com").await;
    let mut visitor = Visitor {
        token: first.refresh_token().to_owned(),
        access_token: first.access_token().to_owned(),
    };
    let usual = usual_time(&client, &mut visitor).await;
    let mut generation = current_generation(&database);
    let begun = Instant::now();
    let mut tally = Tally::default();
    let mut span = usual * 4;

    for crash in 0..CRASHES {
        let before = generation;
        let asking = {
            let (client, mut visitor) = (client.clone(), visitor);
            tokio::spawn(async move {
                let answered = visitor.refresh(&client).await;
                (visitor, answered)
            })
        };
        std::thread::sleep(span * u32::try_from(chance(1000)).unwrap() / 1000);
        service.kill();
        let answered;
        (visitor, answered) = asking.await.unwrap();
        generation = current_generation(&database);
        // However busy this machine is, about half of the crashes come before the answer.
        span = span.mul_f64(if answered { 0.95 } else { 1.05 });
        match (answered, generation > before) {
            (true, done) => {
                assert!(done, "what was answered is kept");
                tally.answered += 1;
            }
            (false, true) => tally.lost_and_done += 1,
            (false, false) => tally.lost_and_undone += 1,
        }
        // What was done and not answered is answered again; all else is a step further.
        generation += u64::from(answered || generation == before);

        service.restart();
        client = service.client();
        // What it holds works, whether or not it was answered; some use their access token first.
        if crash % 2 == 0 {
            client.get_as("/api/v1/users/me", &visitor.access_token).await.is(200);
        }
        let answer = client.refresh(&visitor.token).await;
        visitor.take(&answer.is(200).body);
        client.get_as("/api/v1/users/me", &visitor.access_token).await.is(200);
    }
    assert_eq!(current_generation(&database), generation);
    println!("a refresh takes {usual:?}; {CRASHES} crashes in {:?}: {tally:?}", begun.elapsed());
    assert_eq!(
        database.query("SELECT count(*) FROM sessions WHERE revoked_at IS NULL").trim(),
        "1"
    );
    // The crashes came before, during and after the effect.
    let Tally { answered, lost_and_done, lost_and_undone } = tally;
    assert!(answered > 0 && lost_and_done > 0 && lost_and_undone > 0, "{tally:?}");
}
