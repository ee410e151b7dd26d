//! Messages as the libraries of front ends make them: what is kept is what was sent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{Database, Options, Service, node_script, on_both_databases};

on_both_databases!(
    messages_of_the_ai_sdk_come_back_unchanged,
    a_thread_of_assistant_ui_with_its_branches_comes_back_unchanged,
    parts_and_metadata_come_back_in_the_very_text_that_was_sent,
);

/// Runs a script against the service as a user; the kinds of parts that it looked at.
async fn kept_by(database: &Database, script: &str) -> Vec<String> {
    let service = Service::start(database, Options::unlimited());
    let user = service.client().sign_up("ada@example.com").await;
    let kinds = node_script(script, &[service.base(), user.access_token()]).await;
    kinds.as_array().unwrap().iter().map(|kind| kind.as_str().unwrap().to_owned()).collect()
}

fn all_of(kinds: &[String], expected: &[&str]) {
    for kind in expected {
        assert!(kinds.iter().any(|known| known == kind), "{kind} is not among {kinds:?}");
    }
}

async fn messages_of_the_ai_sdk_come_back_unchanged(database: Database) {
    let kinds = kept_by(&database, "ai_sdk.mjs").await;
    all_of(&kinds, &["text", "text done", "reasoning done", "step-start", "file", "data-chart"]);
    all_of(&kinds, &["source-url", "source-document", "custom", "reasoning-file"]);
    all_of(&kinds, &["dynamic-tool output-available", "dynamic-tool output-error"]);
    for state in ["input-streaming", "input-available", "output-available", "output-error"] {
        all_of(&kinds, &[&format!("tool-weather {state}")]);
    }
    for state in ["approval-requested", "approval-responded", "output-denied"] {
        all_of(&kinds, &[&format!("tool-weather {state}")]);
    }
}

async fn a_thread_of_assistant_ui_with_its_branches_comes_back_unchanged(database: Database) {
    let kinds = kept_by(&database, "assistant_ui.mjs").await;
    all_of(&kinds, &["text", "reasoning", "tool-call", "source", "file", "image", "data"]);
}

/// Numbers, escapes, order and blanks that no two programs write alike.
async fn parts_and_metadata_come_back_in_the_very_text_that_was_sent(database: Database) {
    let parts = r#"[ {"type":"data-x", "z": 1.0, "a": 1e3, "big": 12345678901234567890123.0e-2,
        "escapes": "\u00e9 é \/ \ud83d\ude00 😀", "empty": [ ], "": { } } ,{"type":"text","text":"\u0041"}]"#;
    let metadata = r#"{ "b" : -0.0, "a" : [ 1E40 ] }"#;
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let user = client.sign_up("ada@example.com").await;
    let path = "/api/v1/chats/01990000-0000-7000-8000-000000000001/messages";
    let message = format!(r#"{{"id":"m","role":"user","parts":{parts},"metadata":{metadata}}}"#);
    let append = client
        .request(reqwest::Method::POST, path)
        .bearer_auth(user.access_token())
        .header("content-type", "application/json")
        .body(format!(r#"{{"createChat":true,"messages":[{message}]}}"#));
    let appended = journeys::Answer::of(append).await.is(201);
    let listed = client.get_as(path, user.access_token()).await.is(200);
    let one = client.get_as(&format!("{path}/m"), user.access_token()).await.is(200);
    for answer in [&appended, &listed, &one] {
        assert!(answer.text.contains(&format!(r#""parts":{parts}"#)), "{}", answer.text);
        assert!(answer.text.contains(&format!(r#""metadata":{metadata}"#)), "{}", answer.text);
    }
    // What is derived is read from it.
    assert_eq!(one.body["content"], "A");
}
