//! Deleting an account on several nodes, and many times at once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::{FutureExt, join_all};
use journeys::{Answer, Database, Nodes, Options, PASSWORD, Route, Service, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(of_many_deletions_among_log_ins_one_wins_and_nothing_works_afterwards);

const EMAIL: &str = "ada@example.com";
const ME: &str = "/api/v1/users/me";
const KEY: &str = "wB4xN8tQ2mK7vR5yZ1cF6hJ9pL3sD0gA";

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_user_is_refused_on_both_nodes_and_named_in_the_feed() {
    let database = Database::postgres();
    let nodes = Nodes::start(&database, Options::unlimited().with("REVOCATIONS__KEY", KEY));
    let [here, there] = nodes.clients();
    nodes.sign_up(EMAIL).await;
    let (one, other) = (nodes.remembered(EMAIL).await, nodes.remembered(EMAIL).await);
    here.delete_as(ME, one.access_token()).await.is(204);

    for session in [&one, &other] {
        here.get_as(ME, session.access_token()).await.problem(401, "SESSION_REVOKED");
        let took = there.until_refused(session.access_token()).await;
        println!("refused on the other node after {took:?}");
        assert!(took < Nodes::TOLD, "{took:?}");
    }
    for client in nodes.clients() {
        Route::refuse(&client, other.access_token(), "SESSION_REVOKED").await;
        client.refresh(other.refresh_token()).await.is(401);
        let feed = client.get_as("/api/v1/revocations", KEY).await.is(200);
        let named: Vec<&Value> = feed.body["data"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|revoked| revoked["type"] == "user" && revoked["userId"] == one.user_id())
            .collect();
        assert_eq!(named.len(), 1, "{}", feed.text);
        assert!(named[0]["issuedBefore"].is_u64(), "{}", feed.text);
    }
}

async fn of_many_deletions_among_log_ins_one_wins_and_nothing_works_afterwards(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    for round in 0..5 {
        service.make_user(EMAIL, "user");
        let session = client.log_in(EMAIL).await.is(200);
        let log_in = |password: &str| {
            let body = json!({ "email": EMAIL, "password": password });
            let client = client.clone();
            async move { ("log in", client.post("/api/v1/auth/login", &body).await) }
        };
        let delete = |_| async { ("delete", client.delete_as(ME, session.access_token()).await) };
        let log_ins = (0..8).map(|n| log_in(if n % 2 == 0 { PASSWORD } else { "wrong" }).boxed());
        let pause = std::time::Duration::from_millis(40 * round);
        let deletions =
            (0..20).map(|n| tokio::time::sleep(pause).then(move |()| delete(n)).boxed());
        let (mut deleted, mut given) = (0, Vec::new());
        for (what, answer) in join_all(log_ins.chain(deletions)).await {
            match (what, answer.status.as_u16()) {
                ("delete", 204) => deleted += 1,
                ("delete", _) => drop(answer.problem(401, "SESSION_REVOKED")),
                (_, 200) => given.push(answer),
                _ => drop(answer.problem(401, "INVALID_CREDENTIALS")),
            }
        }
        assert_eq!(deleted, 1);
        for token in given.iter().map(Answer::access_token) {
            client.get_as(ME, token).await.problem(401, "SESSION_REVOKED");
        }
        assert_eq!((database.count("users"), database.count("sessions")), (0, 0));
        let told = "SELECT kind FROM audit_events WHERE ip IS NOT NULL \
                    AND (actor_id IS NOT NULL OR target_id IS NOT NULL)";
        assert_eq!(database.query(told), "", "an address was kept of somebody who is gone");
    }
}
