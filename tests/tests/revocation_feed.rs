//! The feed that back ends read which verify access tokens by themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use journeys::{Answer, Client, Database, Nodes, Options, Service};
use serde_json::{Value, json};

const EMAIL: &str = "ada@example.com";
const KEY: &str = "wB4xN8tQ2mK7vR5yZ1cF6hJ9pL3sD0gA";
const FEED: &str = "/api/v1/revocations";

fn options() -> Options {
    Options::unlimited().with("REVOCATIONS__KEY", KEY)
}

async fn feed(client: &Client, since: Option<&str>) -> Answer {
    let path = since.map_or(FEED.to_owned(), |since| format!("{FEED}?since={since}"));
    client.get_as(&path, KEY).await.is(200)
}

fn cursor(answer: &Answer) -> &str {
    answer.body["nextCursor"].as_str().expect("a cursor")
}

/// The ids of the sessions in an answer.
fn sessions(answer: &Answer) -> BTreeSet<&str> {
    answer.body["data"].as_array().unwrap().iter().filter_map(|r| r["sessionId"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_is_in_the_feed_of_both_nodes_within_a_second() {
    let database = Database::postgres();
    let nodes = Nodes::start(&database, options());
    let [here, there] = nodes.clients();
    let one = nodes.sign_up(EMAIL).await;
    let other = there.log_in(EMAIL).await.is(200);
    let user = one.body["user"]["id"].as_str().unwrap();

    let before = feed(&here, None).await;
    assert_eq!(before.body["data"], json!([]));
    nodes.reset_password(EMAIL).await;
    let begun = Instant::now();
    let mut after = Vec::new();
    // Each cursor is read by the node that did not write it.
    for (client, since) in [(&there, cursor(&before)), (&here, cursor(&before))] {
        let answer = feed(client, Some(since)).await;
        let ended = BTreeSet::from([one.session_id(), other.session_id()]);
        assert_eq!(sessions(&answer), ended, "{}", answer.text);
        let users: Vec<&Value> = answer.body["data"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|revoked| revoked["type"] == "user")
            .collect();
        assert_eq!(users.len(), 1, "{}", answer.text);
        assert_eq!(users[0]["userId"], user);
        assert!(users[0]["issuedBefore"].is_u64(), "{}", answer.text);
        assert_eq!(answer.body["more"], false);
        after.push(answer);
    }
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());

    let third = here.log_in(EMAIL).await.is(200);
    let body = json!({ "refreshToken": third.refresh_token() });
    there.post("/api/v1/auth/logout", &body).await.is(204);
    for (client, answer) in [(&here, &after[0]), (&there, &after[1])] {
        let answer = feed(client, Some(cursor(answer))).await;
        assert!(sessions(&answer).contains(third.session_id()), "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_feed_is_read_page_by_page_over_two_nodes() {
    let database = Database::postgres();
    let nodes = Nodes::start(&database, options());
    let clients = nodes.clients();
    nodes.sign_up(EMAIL).await;
    // Many end in the same moment, also across the end of a page.
    database.query(
        "INSERT INTO sessions (id, user_id, generation, seen_generation, rotated_at, \
         authenticated_at, created_at, last_active_at, expires_at, ends_at, revoked_at, \
         revoke_reason) \
         SELECT gen_random_uuid(), user_id, 1, 0, rotated_at, authenticated_at, created_at, \
         last_active_at, expires_at, ends_at, \
         date_trunc('second', now()) - (n / 700) * interval '1 second', 'logged_out' \
         FROM sessions, generate_series(1, 2500) AS n",
    );
    let ended = database.query("SELECT id FROM sessions WHERE revoked_at IS NOT NULL");
    let ended: BTreeSet<&str> = ended.lines().collect();
    assert_eq!(ended.len(), 2500);

    let mut page = feed(&clients[0], None).await;
    let mut read: Vec<String> = Vec::new();
    for turn in 1..=3 {
        read.extend(sessions(&page).into_iter().map(str::to_owned));
        if page.body["more"] == false {
            break;
        }
        page = feed(&clients[turn % 2], Some(cursor(&page))).await;
    }
    assert_eq!(page.body["more"], false);
    assert_eq!(read.len(), 2500, "nothing comes twice");
    assert_eq!(read.iter().map(String::as_str).collect::<BTreeSet<_>>(), ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_key_opens_the_feed_and_without_one_there_is_none() {
    let database = Database::sqlite();
    let service = Service::start(&database, options());
    let client = service.client();
    client.get(FEED).await.problem(401, "UNAUTHORIZED");
    for wrong in [KEY.to_lowercase(), KEY[1..].to_owned(), format!("{KEY}x")] {
        client.get_as(FEED, &wrong).await.problem(401, "UNAUTHORIZED");
    }
    client.get_as(&format!("{FEED}?since=x"), KEY).await.problem(400, "INVALID_CURSOR");
    feed(&client, None).await;
    drop(service);

    let service = Service::start(&database, Options::unlimited());
    service.client().get_as(FEED, KEY).await.problem(404, "NOT_FOUND");
}
