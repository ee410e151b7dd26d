//! The dashboard, the alerts and the operator's table name what the service tells, and nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{collections::BTreeSet, fs};

use journeys::{Database, Options, Scrape, Service, eventually};
use serde_json::Value;

/// What the rest of the world calls alike, and a table of ours need not list.
const OF_EVERY_PROCESS: &str = "process_";

fn file(path: &str) -> String {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names in a text, without what Prometheus adds to those of histograms.
fn named(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_lowercase() && c != '_' && !c.is_ascii_digit());
    words
        .filter(|word| word.starts_with("bookplate_") || word.starts_with(OF_EVERY_PROCESS))
        .map(|word| word.strip_suffix("_bucket").unwrap_or(word))
        .collect()
}

/// The expressions of every panel.
fn expressions(dashboard: &Value) -> Vec<&str> {
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = panels.iter().filter_map(|panel| panel["targets"].as_array()).flatten();
    targets.map(|target| target["expr"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_and_what_wakes_somebody_is_told_by_the_service() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    service.client().get("/livez").await.is(200);
    // The last that comes: it is counted in the background.
    let last = ["bookplate_sessions_live", "bookplate_outbox_owed"];
    let scrape = eventually("what is counted in the background", async || {
        let scrape = Scrape::of(&service).await;
        last.iter().all(|name| scrape.find(name, &[]).is_some()).then_some(scrape)
    })
    .await;
    let told = scrape.names();
    assert!(told.len() > 20, "{told:?}");

    let dashboard: Value = serde_json::from_str(&file("deploy/grafana/bookplate.json")).unwrap();
    let expressions = expressions(&dashboard);
    assert!(expressions.len() > 20, "{expressions:?}");
    for expression in expressions {
        let names = named(expression);
        assert!(!names.is_empty() && names.is_subset(&told), "{expression}");
    }
    let alerts = file("deploy/prometheus/alerts.yml");
    let names = named(&alerts);
    assert!(names.len() > 5 && names.is_subset(&told), "{names:?}");

    let operations = file("docs/operations.md");
    let (_, section) = operations.split_once("\n## Metrics, logs and traces\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows: String = section.lines().filter(|line| line.starts_with("| `")).collect();
    let ours = |names: BTreeSet<&str>| -> BTreeSet<String> {
        let ours = names.into_iter().filter(|name| !name.starts_with(OF_EVERY_PROCESS));
        ours.map(str::to_owned).collect()
    };
    assert_eq!(ours(named(&rows)), ours(told), "the table, and what is told");
}
