//! Two nodes on one PostgreSQL: what one does to a session, the other knows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{collections::BTreeSet, time::Duration};

use futures::future::join_all;
use journeys::{Answer, Database, Nodes, Options, PASSWORD, Route};
use serde_json::json;

const EMAIL: &str = "ada@example.com";
const NEW_EMAIL: &str = "ada@new.example";
const ME: &str = "/api/v1/users/me";

/// A node that was told forgets at once; one that was not, after this time.
const CACHE: Duration = Duration::from_secs(5);

/// Presents a token 25 times to each node, all at once; answers the one successor.
async fn refresh_everywhere(nodes: &Nodes, token: &str) -> Answer {
    let clients = nodes.clients();
    let answers = join_all((0..50).map(|n| clients[n % 2].refresh(token))).await;
    let mut answers: Vec<Answer> = answers.into_iter().map(|answer| answer.is(200)).collect();
    let successors: BTreeSet<&str> = answers.iter().map(Answer::refresh_token).collect();
    assert_eq!(successors.len(), 1);
    assert!(!successors.contains(token));
    answers.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_refreshes_on_two_nodes_get_one_successor_and_a_theft_ends_it_on_both() {
    let database = Database::postgres();
    let mut nodes = Nodes::start(&database, Options::unlimited());
    let first = nodes.sign_up(EMAIL).await.refresh_token().to_owned();
    let second = refresh_everywhere(&nodes, &first).await;
    let third = refresh_everywhere(&nodes, second.refresh_token()).await;
    assert_eq!(database.query("SELECT generation FROM sessions").trim(), "3");
    for client in nodes.clients() {
        client.get_as(ME, third.access_token()).await.is(200);
    }

    let replayed = nodes.here.client().refresh(&first).await;
    replayed.problem(401, "REFRESH_TOKEN_REUSED");
    for client in nodes.clients() {
        client.refresh(third.refresh_token()).await.problem(401, "SESSION_REVOKED");
    }
    nodes.here.client().get_as(ME, third.access_token()).await.problem(401, "SESSION_REVOKED");
    let took = nodes.there.client().until_refused(third.access_token()).await;
    println!("the other node refuses the access token after {took:?}");
    assert!(took < Nodes::TOLD, "{took:?}");

    let events = "SELECT count(*) FROM audit_events WHERE kind = 'authn_token_reuse'";
    assert_eq!(database.query(events).trim(), "1");
    nodes.mail(EMAIL, "used a second time").await;

    nodes.there.kill_and_restart();
    for client in nodes.clients() {
        client.refresh(third.refresh_token()).await.problem(401, "SESSION_REVOKED");
        client.get_as(ME, third.access_token()).await.problem(401, "SESSION_REVOKED");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_ends_a_session_ends_it_on_every_route_of_both_nodes() {
    let database = Database::postgres();
    let nodes = Nodes::start(&database, Options::unlimited().with("SESSIONS__MAX_PER_USER", "3"));
    let here = nodes.here.client();
    let keeper = nodes.sign_up(EMAIL).await;
    let keeper = keeper.access_token();

    let session = nodes.remembered(EMAIL).await;
    let credential = json!({ "refreshToken": session.refresh_token() });
    here.post("/api/v1/auth/logout", &credential).await.is(204);
    nodes.are_rid_of(&session, "log out").await;

    let session = nodes.remembered(EMAIL).await;
    let path = format!("/api/v1/sessions/{}", session.session_id());
    here.delete_as(&path, keeper).await.is(204);
    nodes.are_rid_of(&session, "DELETE /sessions/{id}").await;

    let (one, other) = (nodes.remembered(EMAIL).await, nodes.remembered(EMAIL).await);
    let ended = here.delete_as("/api/v1/sessions", keeper).await.is(200);
    assert_eq!(ended.body, json!({ "revoked": 2 }));
    nodes.are_rid_of(&one, "DELETE /sessions").await;
    nodes.are_rid_of(&other, "DELETE /sessions").await;

    let session = nodes.remembered(EMAIL).await;
    let change = json!({ "currentPassword": PASSWORD, "newPassword": PASSWORD.to_uppercase() });
    here.post_as("/api/v1/auth/password-change", keeper, &change).await.is(204);
    nodes.are_rid_of(&session, "password change").await;
    for client in nodes.clients() {
        client.get_as(ME, keeper).await.is(200);
    }

    nodes.reset_password(EMAIL).await;
    let reset = nodes.there.client().until_refused(keeper).await;
    println!("password reset: refused on the other node after {reset:?}");
    assert!(reset < Nodes::TOLD, "{reset:?}");
    for client in nodes.clients() {
        Route::refuse(&client, keeper, "SESSION_REVOKED").await;
    }

    let oldest = nodes.remembered(EMAIL).await;
    for _ in 0..3 {
        here.log_in(EMAIL).await.is(200);
    }
    nodes.are_rid_of(&oldest, "too many sessions").await;

    let session = nodes.remembered(EMAIL).await;
    let everywhere = nodes.remembered(EMAIL).await;
    let body = json!({ "everywhere": true });
    here.post_as("/api/v1/auth/logout", everywhere.access_token(), &body).await.is(204);
    nodes.are_rid_of(&session, "log out everywhere").await;
    nodes.are_rid_of(&everywhere, "log out everywhere").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_address_and_its_reversal_end_sessions_on_both_nodes() {
    let database = Database::postgres();
    let nodes = Nodes::start(&database, Options::unlimited());
    let here = nodes.here.client();
    nodes.sign_up(EMAIL).await;

    let session = nodes.remembered(EMAIL).await;
    let body = json!({ "email": NEW_EMAIL });
    here.post_as("/api/v1/auth/email-change", session.access_token(), &body).await.is(202);
    let confirm = nodes.mailed_token(NEW_EMAIL, "/confirm-email-change").await;
    let revert = nodes.mailed_token(EMAIL, "/revert-email-change").await;
    let follow = async |what: &str, token: &str| {
        let path = format!("/api/v1/auth/email-change/{what}");
        here.post(&path, &json!({ "token": token })).await.is(200);
    };
    follow("confirm", &confirm).await;
    nodes.are_rid_of(&session, "e-mail change").await;

    let session = nodes.remembered(NEW_EMAIL).await;
    follow("revert", &revert).await;
    nodes.are_rid_of(&session, "e-mail change taken back").await;
}

/// Has the nodes open all the connections that they will need for a while.
async fn open_connections(nodes: &Nodes, session: &Answer) {
    for client in nodes.clients() {
        let list = || client.get_as("/api/v1/sessions", session.access_token());
        for answer in join_all((0..20).map(|_| list())).await {
            answer.is(200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_not_told_finds_out_by_itself() {
    let database = Database::postgres();
    let nodes = Nodes::start(&database, Options::unlimited());
    let [here, there] = nodes.clients();
    nodes.sign_up(EMAIL).await;

    // It hears of nothing for a moment, and then trusts nothing that it remembers.
    let session = nodes.remembered(EMAIL).await;
    database.cut_listeners();
    let log_out = async |session: &Answer| {
        let body = json!({ "refreshToken": session.refresh_token() });
        here.post("/api/v1/auth/logout", &body).await.is(204);
    };
    log_out(&session).await;
    let took = there.until_refused(session.access_token()).await;
    println!("listening again: refused after {took:?}");
    assert!(took < CACHE - Duration::from_secs(1), "{took:?}");

    // It does not hear again at all: then what it remembers is too old in the end.
    let session = nodes.remembered(EMAIL).await;
    open_connections(&nodes, &session).await;
    database.admit(false);
    database.cut_listeners();
    log_out(&session).await;
    here.get_as(ME, session.access_token()).await.problem(401, "SESSION_REVOKED");
    let took = there.until_refused(session.access_token()).await;
    database.admit(true);
    println!("never told: refused after {took:?}");
    assert!(took > CACHE / 2, "it was told: {took:?}");
    assert!(took < CACHE + Duration::from_secs(1), "{took:?}");
    Route::refuse(&there, session.access_token(), "SESSION_REVOKED").await;
}
