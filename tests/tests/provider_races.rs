//! Several browsers come back from a provider at once, and all of them get in to one account.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{collections::BTreeSet, time::Duration};

use futures::future::join_all;
use journeys::{
    Answer, Browser, Client, Database, HostileProvider, Nodes, Options, PASSWORD, Page, Service,
    SignIn, on_both_databases,
};
use tokio::time::sleep;

on_both_databases!(
    two_browsers_of_one_new_person_get_one_account,
    eight_browsers_enter_a_proven_account_by_one_identity,
    eight_browsers_take_an_account_from_whoever_registered_it_once,
    whoever_proves_a_registration_while_four_browsers_sign_in_makes_no_second_account,
);

const ME: &str = "/api/v1/users/me";

/// What a browser has brought back, and where it is exchanged.
struct Brought {
    sign_in: SignIn,
    code: String,
    client: Client,
}

impl Brought {
    /// The codes of a person's new browsers, one at each node.
    async fn all(provider: &HostileProvider, nodes: &[&Service], person: &str) -> Vec<Self> {
        let walks: Vec<(Browser, SignIn)> =
            nodes.iter().map(|node| (Browser::new(node), SignIn::by("good"))).collect();
        let pages = walks.iter().map(|(browser, sign_in)| provider.walk(browser, sign_in, person));
        let codes: Vec<String> = join_all(pages).await.iter().map(Page::code).collect();
        let all = walks.into_iter().zip(codes).zip(nodes);
        all.map(|(((_, sign_in), code), node)| Self { sign_in, code, client: node.client() })
            .collect()
    }

    /// Exchanges the codes one right after the other, so that each finds the others at another point
    /// of their way. All are answered with a session of one account.
    async fn exchange(all: &[Self], after: Duration) -> Vec<Answer> {
        let exchanges = (0u32..).zip(all).map(|(n, one)| async move {
            sleep(after * n).await;
            one.sign_in.exchange(&one.client, &one.code).await.is(200)
        });
        let answers = join_all(exchanges).await;
        let accounts: BTreeSet<&str> = answers.iter().map(Answer::user_id).collect();
        assert_eq!(accounts.len(), 1, "{accounts:?}");
        answers
    }
}

/// How far apart the codes of one person are exchanged, in turn: from all at once to an exchange that
/// is nearly done.
const PACES: [Duration; 5] = [
    Duration::ZERO,
    Duration::from_millis(1),
    Duration::from_millis(3),
    Duration::from_millis(6),
    Duration::from_millis(12),
];

fn start(database: &Database, provider: &HostileProvider, verification: &str) -> Service {
    let options = Options::unlimited().patient();
    let options = options.with("REGISTRATION__EMAIL_VERIFICATION", verification);
    Service::start(database, provider.options(options, ["good"]))
}

fn person(n: usize) -> String {
    format!("ada{n}@example.com")
}

/// How many events of a kind the audit trail has.
fn events(database: &Database, kind: &str) -> usize {
    let count = database.query(&format!("SELECT count(*) FROM audit_events WHERE kind = '{kind}'"));
    count.trim().parse().unwrap()
}

/// How many sessions an account has that have not ended.
async fn live_sessions(client: &Client, token: &str) -> usize {
    client.list_as("/api/v1/sessions", token, "").await.len()
}

/// That sessions are those of a person with this address, wherever they are shown.
async fn are_of(sessions: &[Answer], all: &[Brought], person: &str) {
    for (session, one) in sessions.iter().zip(all.iter().rev()) {
        let me = one.client.get_as(ME, session.access_token()).await.is(200);
        assert_eq!(me.body["email"], person);
        assert_eq!(me.body["emailVerified"], true);
    }
}

/// Lets people who have no account come back with several browsers each. Everybody has one account
/// and one identity then, and a session in every browser.
async fn come_at_once(
    provider: &HostileProvider,
    nodes: &[&Service],
    browsers: usize,
    database: &Database,
) {
    let nodes: Vec<&Service> = nodes.iter().copied().cycle().take(browsers).collect();
    for n in 0..10 {
        let all = Brought::all(provider, &nodes, &person(n)).await;
        let sessions = Brought::exchange(&all, PACES[n % PACES.len()]).await;
        are_of(&sessions, &all, &person(n)).await;
    }
    assert_eq!(database.count("users"), 10);
    assert_eq!(database.count("identities"), 10);
    assert_eq!(database.count("sessions"), 10 * browsers as u64);
    assert_eq!(database.count("completed_authorizations"), 0);
}

async fn two_browsers_of_one_new_person_get_one_account(database: Database) {
    let provider = HostileProvider::start();
    let service = start(&database, &provider, "required");
    come_at_once(&provider, &[&service], 2, &database).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_browsers_of_one_new_person_get_one_account_on_two_nodes() {
    let database = Database::postgres();
    let provider = HostileProvider::start();
    let nodes = Nodes::start(&database, provider.options(Options::unlimited().patient(), ["good"]));
    come_at_once(&provider, &[&nodes.here, &nodes.there], 8, &database).await;
}

async fn eight_browsers_enter_a_proven_account_by_one_identity(database: Database) {
    let provider = HostileProvider::start();
    let service = start(&database, &provider, "required");
    let client = service.client();
    for (n, pace) in PACES.into_iter().enumerate() {
        let own = service.sign_in_new(&person(n), "user").await;
        let all = Brought::all(&provider, &[&service; 8], &person(n)).await;
        let sessions = Brought::exchange(&all, pace).await;
        are_of(&sessions, &all, &person(n)).await;
        assert_eq!(sessions[0].user_id(), own.user_id());
        // What was the owner's before is the owner's still.
        client.get_as(ME, own.access_token()).await.is(200);
        client.log_in(&person(n)).await.is(200);
        assert_eq!(live_sessions(&client, own.access_token()).await, 10);
        assert_eq!(database.count("identities"), n as u64 + 1);
        client.mail(&person(n), "good").await;
    }
    assert_eq!(database.count("users"), PACES.len() as u64);
    assert_eq!(events(&database, "authn_identity_link"), PACES.len());
    assert_eq!(events(&database, "authn_account_disowned"), 0);
}

async fn eight_browsers_take_an_account_from_whoever_registered_it_once(database: Database) {
    let provider = HostileProvider::start();
    let service = start(&database, &provider, "optional");
    let client = service.client();
    for (n, pace) in PACES.into_iter().enumerate() {
        let registrant = client.register(&person(n)).await.is(201);
        let all = Brought::all(&provider, &[&service; 8], &person(n)).await;
        let sessions = Brought::exchange(&all, pace).await;
        // Nobody's session fell victim to another browser that took the account as well.
        are_of(&sessions, &all, &person(n)).await;
        assert_eq!(sessions[0].user_id(), registrant.user_id());
        assert_eq!(live_sessions(&client, sessions[0].access_token()).await, 8);
        let dead = client.get_as(ME, registrant.access_token()).await;
        dead.problem(401, "SESSION_REVOKED");
        let body = serde_json::json!({ "email": person(n), "password": PASSWORD });
        let locked = client.post("/api/v1/auth/login", &body).await;
        locked.problem(401, "INVALID_CREDENTIALS");
        assert_eq!(database.count("identities"), n as u64 + 1);
    }
    assert_eq!(database.count("users"), PACES.len() as u64);
    for kind in ["authn_identity_link", "authn_account_disowned"] {
        assert_eq!(events(&database, kind), PACES.len(), "{kind}");
    }
}

/// In how many rounds somebody follows the link while others sign in.
const ROUNDS: usize = 12;

async fn whoever_proves_a_registration_while_four_browsers_sign_in_makes_no_second_account(
    database: Database,
) {
    let provider = HostileProvider::start();
    let service = start(&database, &provider, "required");
    let client = service.client();
    for n in 0..ROUNDS {
        client.register(&person(n)).await.is(202);
    }
    let mut was_first = 0;
    for n in 0..ROUNDS {
        let link = client.mailed_tokens(&person(n), 1).await.remove(0);
        let all = Brought::all(&provider, &[&service; 4], &person(n)).await;
        let pace = PACES[n % PACES.len()];
        let proving = async {
            sleep(pace * (n as u32 % 3)).await;
            client.verify(&link).await
        };
        let (proven, sessions) = tokio::join!(proving, Brought::exchange(&all, pace));
        are_of(&sessions, &all, &person(n)).await;
        if proven.status == 200 {
            was_first += 1;
            // It is an account with a password then, which the provider's was linked to.
            let own = client.log_in(&person(n)).await.is(200);
            assert_eq!(own.user_id(), sessions[0].user_id());
        } else {
            proven.problem(400, "INVALID_TOKEN");
            client.log_in(&person(n)).await.problem(401, "INVALID_CREDENTIALS");
        }
        assert_eq!(database.count("users"), n as u64 + 1, "{}", person(n));
        assert_eq!(database.count("identities"), n as u64 + 1, "{}", person(n));
    }
    println!("the link was first in {was_first} of {ROUNDS} rounds");
    assert_eq!(database.count("registrations"), 0);
    assert_eq!(events(&database, "user_created"), ROUNDS);
    assert_eq!(events(&database, "authn_identity_link"), ROUNDS);
}
