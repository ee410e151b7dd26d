use serde_json::{Value, json};

use super::{
    issuer::{DISCOVERY, Issuer},
    server::Answer,
    untrustworthy,
};

/// What this machine's own buffers may take before anybody has read.
const IN_FLIGHT: usize = 16 * 1024 * 1024;

#[tokio::test]
async fn no_more_than_a_mebibyte_of_an_answer_is_read() {
    for path in [DISCOVERY, "/jwks", "/token", "/userinfo"] {
        for announced in [true, false] {
            let issuer = Issuer::start().await;
            issuer.claims(issuer.claims_but("email", Value::Null));
            issuer.server.answer(path, Answer::Endless { announced });
            let told = untrustworthy(issuer.identify().await);
            assert!(told.ends_with("an answer of more than 1048576 bytes"), "{path}: {told}");
            let written = issuer.server.written();
            assert!(written < IN_FLIGHT, "{path}, {announced}: {written} bytes were taken");
        }
    }
}

#[tokio::test]
async fn an_answer_of_just_a_mebibyte_is_read() {
    let issuer = Issuer::start().await;
    let padded = |length: usize| {
        let document = issuer.metadata().to_string();
        format!("{document}{}", " ".repeat(length - document.len()))
    };
    issuer.server.answer(DISCOVERY, Answer::Json(200, padded(1024 * 1024)));
    issuer.identify().await.unwrap();
    issuer.server.answer(DISCOVERY, Answer::Json(200, padded(1024 * 1024 + 1)));
    untrustworthy(issuer.identify().await);
}

#[tokio::test]
async fn a_claim_of_any_length_makes_no_error_of_any_length() {
    let issuer = Issuer::start().await;
    let long = "x".repeat(500_000);
    for (claim, value) in [
        ("aud", json!(long)),
        ("nonce", json!(long)),
        ("sub", json!(long)),
        ("iss", json!(format!("https://{long}"))),
        ("exp", json!(long)),
    ] {
        issuer.claims(issuer.claims_but(claim, value));
        let told = untrustworthy(issuer.identify().await);
        assert!(told.len() < 200, "{claim}");
    }
}
