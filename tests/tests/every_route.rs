//! Every operation of the OpenAPI document, sent by somebody who may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    io::ErrorKind,
    net::TcpListener,
    time::{Duration, Instant},
};

use journeys::{Access, Database, Options, Route, Service, kid, token_of};
use serde_json::{Value, json};

const FEED_KEY: &str = "wB4xN8tQ2mK7vR5yZ1cF6hJ9pL3sD0gA";

fn options() -> Options {
    Options::unlimited().with("REVOCATIONS__KEY", FEED_KEY)
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_past_a_route_that_asks_for_a_credential() {
    let database = Database::sqlite();
    let service = Service::start(&database, options());
    let client = service.client();
    let mut walked = Vec::new();
    for route in Route::all(&client).await {
        if matches!(route.access, Access::Open | Access::Optional) {
            continue;
        }
        for authorization in [
            None,
            Some("Bearer"),
            Some("Bearer "),
            Some("Bearer x"),
            Some("Bearer a.b.c"),
            Some("Bearer null"),
            Some("Basic YWRhOmFkYQ=="),
            Some("bp_rt_x"),
        ] {
            let answer = route.send(&client, authorization).await;
            let answer = match answer.body["code"].as_str() {
                Some("UNAUTHORIZED") => answer.problem(401, "UNAUTHORIZED"),
                _ => answer.problem(401, "ACCESS_TOKEN_INVALID"),
            };
            let challenge = answer.headers["www-authenticate"].to_str().unwrap();
            assert!(challenge.starts_with("Bearer"), "{route:?} {authorization:?}");
        }
        walked.push(format!("{} {}", route.method, route.path));
    }
    for known in [
        "GET /api/v1/users/me",
        "DELETE /api/v1/sessions",
        "GET /api/v1/revocations",
        "GET /api/v1/chats",
        "POST /api/v1/chats/claim",
        "GET /api/v1/moderation/reports",
    ] {
        assert!(walked.iter().any(|route| route == known), "{walked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_credential_may_be_left_out_a_bad_one_is_still_refused() {
    let database = Database::sqlite();
    let service = Service::start(&database, options());
    let client = service.client();
    let mut optional = Route::all(&client).await;
    optional.retain(|route| route.access == Access::Optional);
    let paths: Vec<&str> = optional.iter().map(|route| route.path.as_str()).collect();
    let expected = ["login", "logout", "oauth/exchange", "register", "session"]
        .map(|last| format!("/api/v1/auth/{last}"));
    assert_eq!(paths, expected);

    let ended = client.sign_up("ada@example.com").await;
    let bearer = format!("Bearer {}", ended.access_token());
    let [log_in, log_out, exchange, register, session] = &optional[..] else { panic!("five") };
    log_out.send(&client, Some(&bearer)).await.is(204);
    for bad in [bearer.as_str(), "Bearer a.b.c"] {
        // Whoever wants to be logged out is, also with a credential that is dead.
        log_out.send(&client, Some(bad)).await.is(204);
        for route in [register, log_in, exchange, session] {
            assert_eq!(route.send(&client, Some(bad)).await.is(401).body["user"], Value::Null);
        }
    }
    log_out.send(&client, None).await.problem(401, "UNAUTHORIZED");
    assert_eq!(session.send(&client, None).await.is(200).body["status"], "unauthenticated");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_no_admin_and_no_reader_of_the_feed() {
    let database = Database::sqlite();
    let service = Service::start(&database, options());
    let client = service.client();
    let session = client.sign_up("ada@example.com").await;
    let token = session.access_token();
    let rotate = "/api/v1/admin/keys/rotate";
    client.post_as(rotate, token, &json!({})).await.problem(403, "FORBIDDEN");
    client.get_as("/api/v1/revocations", token).await.problem(401, "UNAUTHORIZED");
    // The feed's key opens the feed, and nothing else.
    client.get_as("/api/v1/revocations", FEED_KEY).await.is(200);
    Route::refuse(&client, FEED_KEY, "ACCESS_TOKEN_INVALID").await;
    assert_eq!(database.count("signing_keys"), 1);
}

/// A handful of forgeries; the list of all kinds is tested beside the verifier.
fn forgeries(mine: &str, foreign: &str, refresh: &str, trap: &str) -> Vec<(&'static str, String)> {
    let parts: Vec<&str> = mine.split('.').collect();
    let foreign_parts: Vec<&str> = foreign.split('.').collect();
    let kid = kid(mine);
    let claims = json!({
        "iss": "http://127.0.0.1:7860", "aud": "bookplate", "exp": 4_102_444_800_u64,
        "sub": "01990000-0000-7000-8000-000000000000", "role": "admin"
    });
    let header = |more: Value| {
        let mut header = json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": kid });
        header.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        header
    };
    let signed = |more: Value| token_of(&header(more), &claims, parts[2]);
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": "A".repeat(43) });
    vec![
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        ("no third part", format!("{}.{}", parts[0], parts[1])),
        ("alg none", token_of(&header(json!({ "alg": "none" })), &claims, "")),
        ("alg HS256", signed(json!({ "alg": "HS256" }))),
        ("other claims", signed(json!({}))),
        ("a key of another service", foreign.to_owned()),
        (
            "our header over a foreign signature",
            format!("{}.{}.{}", parts[0], foreign_parts[1], foreign_parts[2]),
        ),
        ("a foreign signature", format!("{}.{}.{}", parts[0], parts[1], foreign_parts[2])),
        ("jku", signed(json!({ "jku": trap }))),
        ("x5u", signed(json!({ "x5u": trap, "kid": trap }))),
        ("jwk", signed(json!({ "jwk": key }))),
        ("a refresh token", refresh.to_owned()),
        ("five parts", format!("{mine}.x.y")),
        ("a long one", format!("{mine}{}", "A".repeat(20_000))),
        ("JSON", json!({ "protected": parts[0], "payload": parts[1] }).to_string()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_token_is_refused_in_milliseconds_and_nobody_is_asked() {
    let (database, other_database) = (Database::sqlite(), Database::sqlite());
    let service = Service::start(&database, options());
    let other = Service::start(&other_database, options());
    let client = service.client();
    let mine = client.sign_up("ada@example.com").await;
    let foreign = other.client().sign_up("ada@example.com").await;
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let url = format!("http://{}/jwks.json", trap.local_addr().unwrap());

    let (mine, refresh) = (mine.access_token(), mine.refresh_token());
    for (what, token) in forgeries(mine, foreign.access_token(), refresh, &url) {
        let mut fastest = Duration::MAX;
        for _ in 0..5 {
            let begun = Instant::now();
            let answer = client.get_as("/api/v1/users/me", &token).await;
            fastest = fastest.min(begun.elapsed());
            assert_eq!(answer.status, 401, "{what}: {}", answer.text);
            assert_eq!(answer.body["code"], "ACCESS_TOKEN_INVALID", "{what}");
        }
        assert!(fastest < Duration::from_millis(30), "{what}: {fastest:?}");
        Route::refuse(&client, &token, "ACCESS_TOKEN_INVALID").await;
    }
    client.get_as("/api/v1/users/me", mine).await.is(200);
    assert_eq!(trap.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "somebody called");
}
