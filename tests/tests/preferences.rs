//! How a user wants things, read and changed from many places at once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::join_all;
use journeys::{Answer, Client, Database, Options, Service, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    what_a_front_end_has_read_is_not_sent_again,
    fifty_changes_at_once_are_all_kept,
    of_fifty_changes_of_one_version_one_is_made,
);

const PREFERENCES: &str = "/api/v1/users/me/preferences";
const ME: &str = "/api/v1/users/me";

/// A request under a condition on the version.
async fn send(
    client: &Client,
    (method, path): (Method, &str),
    session: &Answer,
    condition: (&str, &str),
    body: Option<Value>,
) -> Answer {
    let mut request = client.request(method, path).bearer_auth(session.access_token());
    request = request.header(condition.0, condition.1);
    if let Some(body) = body {
        let merge_patch = "application/merge-patch+json";
        request = request.header("content-type", merge_patch).body(body.to_string());
    }
    Answer::of(request).await
}

async fn what_a_front_end_has_read_is_not_sent_again(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let session = service.sign_in_new("ada@example.com", "user").await;
    for (path, patch) in
        [(PREFERENCES, json!({ "theme": "dark" })), (ME, json!({ "bio": "Hello" }))]
    {
        let read = client.get_as(path, session.access_token()).await.is(200);
        let etag = read.etag().to_owned();
        assert!(etag.starts_with('"') && etag.ends_with('"'), "{etag} is strong");
        let get = async |tags: &str| {
            send(&client, (Method::GET, path), &session, ("if-none-match", tags), None).await
        };
        let change = async |tags: &str| {
            let patch = Some(patch.clone());
            send(&client, (Method::PATCH, path), &session, ("if-match", tags), patch).await
        };

        let same = get(&etag).await.is(304);
        assert_eq!((same.etag(), same.text.as_str()), (etag.as_str(), ""));
        get(&format!("\"none\", W/{etag}")).await.is(304);
        change("\"77\"").await.problem(412, "VERSION_CONFLICT");
        change("77").await.problem(400, "MALFORMED_REQUEST");
        let unchanged = client.get_as(path, session.access_token()).await.is(200);
        assert_eq!((unchanged.etag(), &unchanged.body), (etag.as_str(), &read.body));

        let changed = change(&etag).await.is(200);
        assert_ne!(changed.etag(), etag);
        change(&etag).await.problem(412, "VERSION_CONFLICT");
        let read = get(&etag).await.is(200);
        assert_eq!((read.etag(), &read.body), (changed.etag(), &changed.body));
        // What changes nothing makes no new version.
        assert_eq!(change("*").await.is(200).etag(), changed.etag());
        get("*").await.is(304);
    }
}

async fn fifty_changes_at_once_are_all_kept(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let session = service.sign_in_new("ada@example.com", "user").await;
    let before = client.get_as(PREFERENCES, session.access_token()).await.is(200);
    assert_eq!(before.etag(), "\"1\"");

    let answers = join_all((0..50).map(|n| {
        let (client, token) = (client.clone(), session.access_token());
        let body = json!({ "custom": { format!("member{n}"): { "number": n } } });
        async move { client.patch_as(PREFERENCES, token, &body).await }
    }))
    .await;
    let mut etags: Vec<String> =
        answers.into_iter().map(|answer| answer.is(200).etag().to_owned()).collect();
    etags.sort();
    etags.dedup();
    assert_eq!(etags.len(), 50, "each change made a version of its own");

    let after = client.get_as(PREFERENCES, session.access_token()).await.is(200);
    assert_eq!(after.etag(), "\"51\"");
    let custom = after.body["custom"].as_object().unwrap();
    assert_eq!(custom.len(), 50);
    for n in 0..50 {
        assert_eq!(custom[&format!("member{n}")]["number"], n);
    }
}

async fn of_fifty_changes_of_one_version_one_is_made(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let session = service.sign_in_new("ada@example.com", "user").await;
    for path in [PREFERENCES, ME] {
        for _ in 0..5 {
            let before = client.get_as(path, session.access_token()).await.is(200);
            let etag = before.etag().to_owned();
            let answers = join_all((0..50).map(|n| {
                let text = format!("{etag} {n}");
                let body = match path {
                    PREFERENCES => json!({ "custom": { "last": text } }),
                    _ => json!({ "bio": text }),
                };
                let condition = ("if-match", etag.as_str());
                send(&client, (Method::PATCH, path), &session, condition, Some(body))
            }))
            .await;
            let (won, lost): (Vec<Answer>, Vec<Answer>) =
                answers.into_iter().partition(|answer| answer.status == 200);
            assert_eq!(won.len(), 1, "{path}");
            for answer in lost {
                answer.problem(412, "VERSION_CONFLICT");
            }
            let after = client.get_as(path, session.access_token()).await.is(200);
            assert_eq!((after.etag(), &after.body), (won[0].etag(), &won[0].body));
        }
    }
}
