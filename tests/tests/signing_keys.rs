//! Signing keys of two nodes: they change under load, and one that was stolen is thrown away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use journeys::{Answer, Client, Database, Nodes, Options, Service, kid};
use tokio::task::JoinHandle;

const ME: &str = "/api/v1/users/me";
/// Being told takes no longer; a node looks by itself after 30 s at the earliest.
const TOLD: Duration = Duration::from_secs(10);

/// Clients that refresh and read on both nodes without a pause.
struct Load {
    stop: Arc<AtomicBool>,
    requests: Arc<AtomicUsize>,
    refused: Arc<AtomicUsize>,
    /// The access token that each client got last.
    newest: Vec<Arc<std::sync::Mutex<String>>>,
    clients: Vec<JoinHandle<()>>,
}

impl Load {
    async fn begin(nodes: &Nodes, users: usize) -> Self {
        let mut load = Self {
            stop: Arc::default(),
            requests: Arc::default(),
            refused: Arc::default(),
            newest: Vec::new(),
            clients: Vec::new(),
        };
        for user in 0..users {
            let session = nodes.sign_up(&format!("reader{user}@example.com")).await;
            load.add(nodes.clients(), session);
        }
        load
    }

    fn add(&mut self, nodes: [Client; 2], session: Answer) {
        let newest = Arc::new(std::sync::Mutex::new(session.access_token().to_owned()));
        self.newest.push(newest.clone());
        let (stop, requests, refused) =
            (self.stop.clone(), self.requests.clone(), self.refused.clone());
        self.clients.push(tokio::spawn(async move {
            let mut refresh_token = session.refresh_token().to_owned();
            let mut turn = 0;
            while !stop.load(Ordering::SeqCst) {
                let refreshed = nodes[turn % 2].refresh(&refresh_token).await.is(200);
                refresh_token = refreshed.refresh_token().to_owned();
                refreshed.access_token().clone_into(&mut newest.lock().unwrap());
                for node in &nodes {
                    let answer = node.get_as(ME, refreshed.access_token()).await;
                    if answer.status == 401 {
                        answer.problem(401, "ACCESS_TOKEN_INVALID");
                        refused.fetch_add(1, Ordering::SeqCst);
                    } else {
                        answer.is(200);
                    }
                }
                requests.fetch_add(3, Ordering::SeqCst);
                turn += 1;
            }
        }));
    }

    /// Which keys signed the tokens that the clients have now.
    fn kids(&self) -> Vec<String> {
        self.newest.iter().map(|token| kid(&token.lock().unwrap())).collect()
    }

    /// Waits until every client has asked a few times more.
    async fn go_on(&self) {
        let until = self.requests.load(Ordering::SeqCst) + 30 * self.clients.len();
        let count = || self.requests.load(Ordering::SeqCst);
        wait("more requests", || std::future::ready(count() >= until)).await;
    }

    /// Stops the clients, none of which may have failed; answers how many requests were made and
    /// how many access tokens were refused.
    async fn end(self) -> (usize, usize) {
        self.stop.store(true, Ordering::SeqCst);
        for client in self.clients {
            client.await.expect("no client failed");
        }
        (self.requests.load(Ordering::SeqCst), self.refused.load(Ordering::SeqCst))
    }
}

/// Waits until something holds; answers for how long.
async fn wait<F: Future<Output = bool>>(what: &str, holds: impl Fn() -> F) -> Duration {
    wait_for(TOLD, what, holds).await
}

async fn wait_for<F: Future<Output = bool>>(
    patience: Duration,
    what: &str,
    holds: impl Fn() -> F,
) -> Duration {
    let begun = Instant::now();
    while !holds().await {
        assert!(begun.elapsed() < patience, "{what}: not within {patience:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    begun.elapsed()
}

/// The keys that a node publishes.
async fn published(client: &Client) -> Vec<String> {
    let keys = client.get("/.well-known/jwks.json").await.is(200).body;
    let kids = keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap());
    let mut kids: Vec<String> = kids.map(str::to_owned).collect();
    kids.sort();
    kids
}

/// Waits until both nodes publish exactly these keys.
async fn published_everywhere(nodes: &Nodes, kids: &[&str]) -> Duration {
    let mut expected: Vec<String> = kids.iter().map(|kid| (*kid).to_owned()).collect();
    expected.sort();
    let [here, there] = nodes.clients();
    let same =
        || async { published(&here).await == expected && published(&there).await == expected };
    wait("the published keys", same).await
}

/// Moves the moment from which a key signs, and tells the nodes.
fn active_at(database: &Database, kid: &str, moment: &str) {
    database.query(&format!(
        "UPDATE signing_keys SET active_at = {moment} WHERE kid = '{kid}'; \
         SELECT pg_notify('bookplate', 'keys')"
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_rotate_under_load_and_no_request_is_refused() {
    let database = Database::postgres();
    let nodes = Nodes::start(&database, Options::unlimited());
    let load = Load::begin(&nodes, 4).await;
    let old = load.kids().remove(0);
    let old_token = load.newest[0].lock().unwrap().clone();
    published_everywhere(&nodes, &[&old]).await;

    let said = nodes.there.command(&["keys", "rotate"]);
    let new = said.split_whitespace().next().unwrap().to_owned();
    let took = published_everywhere(&nodes, &[&old, &new]).await;
    println!("both nodes publish two keys after {took:?}");
    load.go_on().await;
    assert_eq!(load.kids(), vec![old.clone(); 4], "the new key does not sign yet");

    active_at(&database, &new, "now()");
    let took = wait("tokens of the new key", || {
        std::future::ready(load.kids().iter().all(|kid| *kid == new))
    });
    println!("every client has tokens of the new key after {:?}", took.await);
    for client in nodes.clients() {
        client.get_as(ME, &old_token).await.is(200);
    }
    load.go_on().await;

    // As if the last token of the old key had expired.
    active_at(&database, &new, "now() - interval '20 minutes'");
    let took = published_everywhere(&nodes, &[&new]).await;
    println!("the old key is gone from both nodes after {took:?}");
    load.go_on().await;
    let (requests, refused) = load.end().await;
    println!("{requests} requests meanwhile");
    assert_eq!(refused, 0);
    for client in nodes.clients() {
        client.get_as(ME, &old_token).await.problem(401, "ACCESS_TOKEN_INVALID");
    }
    assert_eq!(database.count("signing_keys"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_key_takes_its_access_tokens_along_and_no_session() {
    let database = Database::postgres();
    let nodes = Nodes::start(&database, Options::unlimited());
    let quiet = nodes.sign_up("ada@example.com").await;
    let load = Load::begin(&nodes, 2).await;
    let stolen = kid(quiet.access_token());
    for client in nodes.clients() {
        client.get_as(ME, quiet.access_token()).await.is(200);
    }

    let said = nodes.here.command(&["keys", "revoke", &stolen, "--yes"]);
    let [here, there] = nodes.clients();
    let refused = || async {
        let answers = [
            here.get_as(ME, quiet.access_token()).await,
            there.get_as(ME, quiet.access_token()).await,
        ];
        answers.iter().all(|answer| answer.body["code"] == "ACCESS_TOKEN_INVALID")
    };
    println!("both nodes refuse the tokens of the key after {:?}", wait("401", refused).await);
    assert!(said.contains(&stolen), "{said}");
    let keys = published(&here).await;
    assert_eq!(published(&there).await, keys);
    assert!(keys.len() == 1 && keys[0] != stolen, "{keys:?}");

    let refreshed = there.refresh(quiet.refresh_token()).await.is(200);
    assert_eq!(kid(refreshed.access_token()), keys[0]);
    for client in nodes.clients() {
        client.get_as(ME, refreshed.access_token()).await.is(200);
        client.get_as(ME, quiet.access_token()).await.problem(401, "ACCESS_TOKEN_INVALID");
    }
    load.go_on().await;
    assert_eq!(load.kids(), vec![keys[0].clone(); 2]);
    let (requests, refused) = load.end().await;
    println!("of {requests} requests meanwhile, {refused} came with a token of the revoked key");
    assert_eq!(
        database.query("SELECT count(*) FROM sessions WHERE revoked_at IS NULL").trim(),
        "3"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_on_sqlite_follows_the_command_within_seconds() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let session = client.sign_up("ada@example.com").await;
    let stolen = kid(session.access_token());
    service.command(&["keys", "revoke", &stolen, "--yes"]);
    // SQLite tells nobody, so the service has to look.
    let refused = || async {
        let answer = client.get_as(ME, session.access_token()).await;
        answer.body["code"] == "ACCESS_TOKEN_INVALID"
    };
    let took = wait_for(Duration::from_secs(10), "401", refused).await;
    println!("the tokens of the key are refused after {took:?}");
    let refreshed = client.refresh(session.refresh_token()).await.is(200);
    assert_ne!(kid(refreshed.access_token()), stolen);
    client.get_as(ME, refreshed.access_token()).await.is(200);
    assert_eq!(published(&client).await, [kid(refreshed.access_token())]);
}
