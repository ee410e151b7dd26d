//! Four nodes that are started at once on an empty database, and nodes of two releases on one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{collections::BTreeSet, sync::Arc};

use futures::future::join_all;
use journeys::{Client, Database, Options, SECRET, Service, on_both_databases};

on_both_databases!(
    four_nodes_make_one_schema_and_one_key_together,
    a_node_works_beside_a_newer_one_that_has_migrated_further,
);

const NEWER: &str = "m29991231_000001_of_a_newer_release";

fn options() -> Options {
    Options::unlimited().with("SECRET", SECRET).logged()
}

async fn key(client: &Client) -> String {
    let keys = client.get("/.well-known/jwks.json").await.is(200).body;
    let keys = keys["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 1, "{keys:?}");
    keys[0]["kid"].as_str().unwrap().to_owned()
}

async fn four_nodes_make_one_schema_and_one_key_together(database: Database) {
    let rounds = std::env::var("BOOKPLATE_TEST_MIGRATIONS").map_or(3, |n| n.parse().unwrap());
    let on_sqlite = database.url().starts_with("sqlite:");
    for round in 0..rounds {
        let database = if on_sqlite { Database::sqlite() } else { Database::postgres() };
        let database = Arc::new(database);
        let starting = (0..4).map(|_| {
            let database = database.clone();
            tokio::task::spawn_blocking(move || Service::start(&database, options()))
        });
        let nodes: Vec<_> = join_all(starting).await.into_iter().map(Result::unwrap).collect();
        let mut kids = BTreeSet::new();
        for node in &nodes {
            let client = node.client();
            client.get("/readyz").await.is(200);
            kids.insert(key(&client).await);
            // The log holds warnings and errors only.
            assert_eq!(node.log(), "", "round {round}");
        }
        assert_eq!(kids.len(), 1, "round {round}");
        assert_eq!(database.count("signing_keys"), 1);
        let steps = database.count("seaql_migrations");
        let names = database.query("SELECT count(DISTINCT version) FROM seaql_migrations");
        assert_eq!(names.trim(), steps.to_string());
        let status = nodes[0].command(&["migrate", "status"]);
        assert_eq!(status.lines().count() as u64, steps, "{status}");
        assert!(status.lines().all(|line| line.ends_with("  applied")), "{status}");
    }
}

async fn a_node_works_beside_a_newer_one_that_has_migrated_further(database: Database) {
    let mut service = Service::start(&database, options());
    let session = service.client().sign_up("ada@example.com").await;
    // As a newer release would: a step that this one does not know, which adds what it may ignore.
    database.execute(&format!(
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('{NEWER}', 0); \
         ALTER TABLE users ADD COLUMN of_a_newer_release text; \
         CREATE TABLE of_a_newer_release (id integer)"
    ));
    service.client().get("/readyz").await.is(200);
    service.client().refresh(session.refresh_token()).await.is(200);

    service.kill_and_restart();
    let client = service.client();
    client.get("/readyz").await.is(200);
    client.log_in("ada@example.com").await.is(200);
    client.sign_up("grace@example.com").await;
    assert_eq!(service.command(&["migrate", "up"]), "0 steps applied\n");
    let status = service.command(&["migrate", "status"]);
    assert!(status.ends_with(&format!("{NEWER}  applied\n")), "{status}");

    let refused = service.run(&["migrate", "down", "--yes"], "");
    assert_eq!(refused.status.code(), Some(1));
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(why.contains(&format!("{NEWER} is of a newer release")), "{why}");
    client.get("/readyz").await.is(200);
    assert_eq!(service.log(), "");
}
