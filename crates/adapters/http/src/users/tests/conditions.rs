use actix_web::http::Method;
use serde_json::json;

use super::{ME, PREFERENCES};
use crate::testing::World;

#[actix_web::test]
async fn whoever_has_the_version_gets_no_body() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    for path in [ME, PREFERENCES] {
        let etag = world.get(path, &ada).await.is(200).header("etag").to_owned();
        assert_eq!(etag, "\"1\"");
        for known in [&etag, "W/\"1\"", "\"7\", \"1\"", "*"] {
            let header = ("if-none-match", known);
            let answer = world.conditional((Method::GET, path), header, None, &ada).await.is(304);
            assert_eq!((answer.text.as_str(), answer.header("etag")), ("", "\"1\""));
            assert_eq!(answer.header("cache-control"), "no-store");
        }
        for other in ["\"2\"", "\"01\"", "\"x\""] {
            let header = ("if-none-match", other);
            let answer = world.conditional((Method::GET, path), header, None, &ada).await.is(200);
            assert!(answer.json().is_object());
        }
    }
}

#[actix_web::test]
async fn only_the_version_that_was_read_is_changed() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    let mut version = 1;
    for (path, field) in [(ME, "bio"), (PREFERENCES, "theme")] {
        let change = |value: &str| Some(json!({ (field): value }));
        for stale in ["\"2\"", "W/\"1\"", "\"x\"", "\"01\"", "\"2\", \"3\"", "\"0\""] {
            let header = ("if-match", stale);
            let answer =
                world.conditional((Method::PATCH, path), header, change("light"), &ada).await;
            answer.problem(412, "VERSION_CONFLICT");
        }
        for (fresh, value) in [("\"1\"", "dark"), ("\"9\" , \"2\"", "light"), ("*", "system")] {
            let header = ("if-match", fresh);
            let answer =
                world.conditional((Method::PATCH, path), header, change(value), &ada).await;
            version += 1;
            assert_eq!(answer.is(200).header("etag"), format!("\"{version}\""));
        }
        version = 1;
    }
}

#[actix_web::test]
async fn a_condition_that_is_none_is_malformed() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    for path in [ME, PREFERENCES] {
        for wrong in ["1", "", "\"1", "'1'", "*, \"1\"", "\"1\" \"2\""] {
            let body = Some(json!({}));
            let patch = (Method::PATCH, path);
            let answer = world.conditional(patch, ("if-match", wrong), body, &ada).await;
            answer.problem(400, "MALFORMED_REQUEST");
            let get = (Method::GET, path);
            let answer = world.conditional(get, ("if-none-match", wrong), None, &ada).await;
            answer.problem(400, "MALFORMED_REQUEST");
        }
    }
}
