use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    process::{GOOD_SECRET, Operator, Service},
    signed_in::{create_account, is_let_in, json_of, log_in, refresh},
};

/// A node follows within this time, whatever it hears.
const A_MINUTE: Duration = Duration::from_secs(60);

fn operator() -> Operator {
    Operator::new().with("server.bind", "127.0.0.1:0").with("secret", GOOD_SECRET)
}

/// The name and the state of each key, as `keys list --json` prints them.
fn listed(operator: &Operator) -> Vec<(String, String)> {
    let ran = operator.run(&["keys", "list", "--json"]);
    let lines = ran.succeeded().lines().map(|line| {
        let key: Value = serde_json::from_str(line).unwrap();
        for moment in ["createdAt", "activeAt"] {
            assert!(key[moment].as_str().unwrap().ends_with('Z'), "{line}");
        }
        let text = |name: &str| key[name].as_str().unwrap().to_owned();
        (text("kid"), text("state"))
    });
    lines.collect()
}

fn states(operator: &Operator) -> Vec<String> {
    listed(operator).into_iter().map(|(_, state)| state).collect()
}

fn published(service: &Service) -> Vec<String> {
    let answer = json_of(&service.request("GET", "/.well-known/jwks.json", ""));
    let keys = answer["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

fn within_a_minute(holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < A_MINUTE, "the node does not follow");
        thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_rotated_key_waits_and_is_made_once() {
    let operator = operator();
    assert_eq!(operator.run(&["keys", "list"]).succeeded(), "");
    operator.serve().terminate();
    assert_eq!(states(&operator), ["signing"]);

    let rotated = operator.run(&["keys", "rotate"]).succeeded().to_owned();
    let again = operator.run(&["keys", "rotate"]).succeeded().to_owned();
    assert_eq!(rotated, again);
    assert_eq!(states(&operator), ["signing", "waiting"]);

    let (kid, moment) = rotated.trim_end().split_once(" signs from ").unwrap();
    assert_eq!(listed(&operator)[1].0, kid);
    let ran = operator.run(&["keys", "list"]);
    let line = ran.succeeded().lines().last().unwrap();
    assert!(line.starts_with(&format!("{kid}  waiting ")), "{line}");
    assert!(line.ends_with(&format!(" active from {moment}")), "{line}");
    // It is published at the next start, too.
    let service = operator.serve();
    assert!(published(&service).contains(&kid.to_owned()));
}

#[test]
fn a_revocation_wants_to_be_asked_for_and_names_a_key() {
    let operator = operator();
    operator.serve().terminate();
    let kid = listed(&operator).remove(0).0;

    let ran = operator.run(&["keys", "revoke", &kid]);
    assert_eq!(ran.code(), 2);
    assert!(ran.refusal().ends_with("say --yes"), "{ran:?}");
    let hyphen = operator.run(&["keys", "revoke", "-UDXkJO2BbabmU3DAlQyJOl6MDA", "--yes"]);
    assert!(hyphen.refusal().contains("-UDXkJO2BbabmU3DAlQyJOl6MDA"), "{hyphen:?}");
    let ran = operator.run(&["keys", "revoke", "another", "--yes"]);
    assert_eq!(ran.code(), 2);
    assert_eq!(ran.refusal(), "another is not a signing key");
    assert_eq!(listed(&operator), [(kid, "signing".to_owned())]);
}

#[test]
fn under_another_secret_no_key_is_made() {
    let operator = operator();
    operator.serve().terminate();
    let before = listed(&operator);
    let another = GOOD_SECRET.chars().rev().collect::<String>();
    let operator = operator.with("secret", &another);
    for arguments in [&["keys", "rotate"][..], &["keys", "revoke", &before[0].0, "--yes"]] {
        let ran = operator.run(arguments);
        assert_eq!(ran.code(), 2);
        assert!(ran.refusal().starts_with("secret: is not the one of this database"), "{ran:?}");
    }
    assert_eq!(listed(&operator), before);
}

#[test]
fn a_running_service_follows_a_rotation_and_a_revocation() {
    let operator = operator();
    create_account(&operator);
    let service = operator.serve();
    let first = published(&service);
    let before = log_in(&service);
    assert!(is_let_in(&service, &before));

    operator.run(&["keys", "rotate"]).succeeded();
    let ran = operator.run(&["keys", "revoke", &first[0], "--yes"]);
    let mut said = ran.succeeded().lines();
    assert!(said.next().unwrap().starts_with(&format!("{} is revoked", first[0])), "{ran:?}");
    let signs = said.next().unwrap().strip_suffix(" signs").unwrap().to_owned();
    assert_eq!(states(&operator), ["waiting", "signing"]);

    within_a_minute(|| !is_let_in(&service, &before));
    let listed: Vec<String> = listed(&operator).into_iter().map(|(kid, _)| kid).collect();
    assert_eq!(published(&service), listed);
    assert_eq!(listed[1], signs);
    let after = refresh(&service, &before).unwrap();
    assert!(is_let_in(&service, &after));
}
