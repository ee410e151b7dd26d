//! The service behind pgbouncer in transaction mode: each transaction has another connection of the
//! server, and none is left as it was not found.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::join_all;
use journeys::{
    ChatClient, Client, Database, Nodes, Options, Pooler, answer, chat_id, eventually, question,
};
use serde_json::json;

/// More at once than there are connections, at two nodes with ten connections each.
const PEOPLE: usize = 24;

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_work_behind_a_pooler_in_transaction_mode() {
    let database = Database::postgres();
    let pooler = Pooler::before(database.url());
    let options = Options::unlimited()
        .patient()
        .with("DATABASE__TRANSACTION_POOLER", "true")
        .with("DATABASE__MAX_CONNECTIONS", "10");
    let nodes = Nodes::start_at(&pooler.url(database.url()), options);

    join_all((0..PEOPLE).map(|number| live(&nodes, number))).await;

    assert_eq!(database.count("users"), PEOPLE as u64);
    assert_eq!(database.count("messages"), (PEOPLE * 8) as u64);
    for client in nodes.clients() {
        client.get("/readyz").await.is(200);
    }
    eventually("the end of all transactions", async || {
        database.query(OPEN).trim().is_empty().then_some(())
    })
    .await;
    let locks = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database \
        WHERE locktype = 'advisory' AND datname = current_database()";
    assert_eq!(database.query(locks).trim(), "0");
    assert_eq!(database.query(SERVERS).trim().parse::<usize>().unwrap(), Pooler::CONNECTIONS);

    // What the last transaction on a connection has prepared is all that is left on it.
    let through = pooler.url(database.url());
    for _ in 0..2 * Pooler::CONNECTIONS {
        let left = journeys::psql(&through, "SELECT count(*) FROM pg_prepared_statements");
        assert!(left.trim().parse::<u32>().unwrap() < 40, "{left}");
    }
    let set = journeys::psql(&through, "SHOW statement_timeout");
    assert_eq!(set.trim(), "0", "a setting was left behind");
}

const OPEN: &str = "SELECT query FROM pg_stat_activity \
    WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
/// Connections of the pooler to the server.
const SERVERS: &str = "SELECT count(*) FROM pg_stat_activity \
    WHERE datname = current_database() AND application_name LIKE 'bookplate%'";

async fn live(nodes: &Nodes, number: usize) {
    let email = format!("person{number}@example.com");
    let [here, there] = nodes.clients();
    here.register(&email).await.is(202);
    there.verify(&nodes.mailed_token(&email, "/verify-email").await).await.is(200);
    let session = there.log_in(&email).await.is(200);
    let session = here.refresh(session.refresh_token()).await.is(200);
    let chat = chat_id(1, number);
    for (turn, client) in [&here, &there, &here, &there].into_iter().enumerate() {
        write(client, &ChatClient::of(client, &session), &chat, turn).await;
    }
    let user = ChatClient::of(&there, &session);
    assert_eq!(user.messages(&chat).await.len(), 8);
    // The four questions, and the title that the first one gave the chat.
    assert_eq!(user.hits("lighthouse").await.len(), 5);
    let tokens = there.refresh(session.refresh_token()).await.is(200);
    let body = json!({ "refreshToken": tokens.refresh_token() });
    there.post("/api/v1/auth/logout", &body).await.is(204);
}

async fn write(client: &Client, user: &ChatClient, chat: &str, turn: usize) {
    let messages = [
        question(&format!("q{turn}"), "Where is the lighthouse?"),
        answer(&format!("a{turn}"), "At the end of the pier."),
    ];
    user.by(client).append(chat, &messages).await.is(201);
}
