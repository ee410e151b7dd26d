mod authorization_url;
mod discovery;
mod email;
mod github;
mod github_faults;
mod hangs;
mod id_token;
mod issuer;
mod keys;
mod long_answers;
mod redirects;
mod server;
mod sign_in;
mod signer;

use std::{error::Error, sync::Arc, time::Duration};

use bookplate_domain::identities::{AuthorizationResponse, AuthorizationSecrets, ProviderError};

use crate::outbound_http::{Limits, OutboundHttp};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const REDIRECT_URI: &str = "https://app.example.com/api/v1/auth/oauth/idp/callback";

fn secrets() -> AuthorizationSecrets {
    AuthorizationSecrets {
        state: "bp_os_the-state".into(),
        nonce: "the-nonce".into(),
        code_verifier: VERIFIER.into(),
    }
}

fn response() -> AuthorizationResponse {
    AuthorizationResponse { code: "the-code".into(), issuer: None }
}

fn http() -> Arc<OutboundHttp> {
    Arc::new(OutboundHttp::new().unwrap())
}

/// Which does not wait for long.
fn hasty_http() -> Arc<OutboundHttp> {
    http_within(Duration::from_millis(400))
}

fn http_within(total: Duration) -> Arc<OutboundHttp> {
    let limits = Limits { total, connect: total / 2, ..Limits::DEFAULT };
    Arc::new(OutboundHttp::with_limits(limits).unwrap())
}

/// What a failure says, if it is one of not believing.
#[track_caller]
fn untrustworthy<T: std::fmt::Debug>(result: Result<T, ProviderError>) -> String {
    match result {
        Err(ProviderError::Untrustworthy(source)) => words(&*source),
        other => panic!("{other:?}"),
    }
}

/// What a failure says, if it is one of not answering.
#[track_caller]
fn unavailable<T: std::fmt::Debug>(result: Result<T, ProviderError>) -> String {
    match result {
        Err(ProviderError::Unavailable(source)) => words(&*source),
        other => panic!("{other:?}"),
    }
}

/// Nothing secret stands in them, neither in those for people nor in those for programmers.
#[track_caller]
fn words(error: &(dyn Error + Send + Sync)) -> String {
    let told = format!("{error} {error:?}");
    for secret in
        ["the-code", "the-state", "the-nonce", "the-secret", "the-access", VERIFIER, "eyJ"]
    {
        assert!(!told.contains(secret), "{told}");
    }
    error.to_string()
}
