use std::{sync::Arc, time::Duration};

use bookplate_domain::identities::IdentityProvider;
use serde_json::json;

use super::{
    issuer::{DISCOVERY, Issuer},
    response, secrets,
    server::Answer,
    signer::{Signer, hs256},
    unavailable, untrustworthy,
};
use crate::{
    OpenIdProvider,
    outbound_http::{Limits, OutboundHttp},
};

fn provider(issuer: &Issuer, limits: Limits) -> OpenIdProvider {
    issuer.provider_over(Arc::new(OutboundHttp::with_limits(limits).unwrap()))
}

const ALWAYS_RENEWED: Limits = Limits { keys_age: Duration::ZERO, ..Limits::DEFAULT };

#[tokio::test]
async fn a_new_key_is_learned_as_soon_as_it_signs() {
    let issuer = Issuer::start().await;
    let provider = provider(&issuer, ALWAYS_RENEWED);
    provider.identify(&response(), &secrets()).await.unwrap();

    let next = Signer::new("ES256", "key-2");
    issuer.server.json("/jwks", &json!({"keys": [issuer.signer.jwk(), next.jwk()]}));
    issuer.id_token(&next.sign(&issuer.good_claims()));
    provider.identify(&response(), &secrets()).await.unwrap();
    assert_eq!(issuer.server.received("/jwks").len(), 2);
    provider.identify(&response(), &secrets()).await.unwrap();
    assert_eq!(issuer.server.received("/jwks").len(), 2, "it is known now");
    assert_eq!(issuer.server.received(DISCOVERY).len(), 1);
}

#[tokio::test]
async fn an_unknown_key_has_the_keys_fetched_once() {
    let issuer = Issuer::start().await;
    let provider = provider(&issuer, ALWAYS_RENEWED);
    issuer.id_token(&Signer::new("ES256", "key-2").sign(&issuer.good_claims()));
    untrustworthy(provider.identify(&response(), &secrets()).await);
    assert_eq!(issuer.server.received("/jwks").len(), 2);
    // Where no key could help, none is asked for.
    issuer.id_token(&hs256(Some("key-9"), b"", &issuer.good_claims()));
    untrustworthy(provider.identify(&response(), &secrets()).await);
    assert_eq!(issuer.server.received("/jwks").len(), 2);
}

#[tokio::test]
async fn young_keys_are_not_fetched_anew() {
    let issuer = Issuer::start().await;
    let provider = issuer.provider();
    issuer.id_token(&Signer::new("ES256", "key-2").sign(&issuer.good_claims()));
    for _ in 0..5 {
        untrustworthy(provider.identify(&response(), &secrets()).await);
    }
    assert_eq!(issuer.server.received("/jwks").len(), 1);
}

#[tokio::test]
async fn keys_that_cannot_be_fetched_do_not_displace_those_at_hand() {
    let issuer = Issuer::start().await;
    let provider = provider(&issuer, ALWAYS_RENEWED);
    provider.identify(&response(), &secrets()).await.unwrap();
    issuer.server.answer("/jwks", Answer::Json(500, "{}".to_owned()));
    issuer.id_token(&Signer::new("ES256", "key-2").sign(&issuer.good_claims()));
    unavailable(provider.identify(&response(), &secrets()).await);
    issuer.claims(issuer.good_claims());
    provider.identify(&response(), &secrets()).await.unwrap();
}

#[tokio::test]
async fn a_withdrawn_key_is_believed_no_longer_than_the_document() {
    let issuer = Issuer::start().await;
    let discovery_age = Duration::from_millis(50);
    let provider = provider(&issuer, Limits { discovery_age, ..Limits::DEFAULT });
    provider.identify(&response(), &secrets()).await.unwrap();
    issuer.server.json("/jwks", &json!({"keys": [Signer::new("ES256", "key-2").jwk()]}));
    tokio::time::sleep(2 * discovery_age).await;
    untrustworthy(provider.identify(&response(), &secrets()).await);
}

#[tokio::test]
async fn keys_that_nobody_understands_are_passed_over() {
    let issuer = Issuer::start().await;
    let strange = [json!({"kty": "PQC", "kid": "key-1"}), json!(7), json!({}), json!(null)];
    let keys: Vec<_> = strange.into_iter().chain([issuer.signer.jwk()]).collect();
    issuer.server.json("/jwks", &json!({ "keys": keys }));
    issuer.identify().await.unwrap();
    for broken in [
        json!({"kty": "EC", "crv": "P-256", "kid": "key-1", "x": "AA", "y": "AA"}),
        json!({"kty": "EC", "crv": "P-256", "kid": "key-1"}),
        json!({"kty": "EC", "crv": "P-384", "kid": "key-1", "x": "", "y": ""}),
    ] {
        issuer.server.json("/jwks", &json!({"keys": [broken]}));
        untrustworthy(issuer.identify().await);
    }
    let rsa = Issuer::with(Signer::new("RS256", "key-1")).await;
    for (n, e) in [("", "AQAB"), ("AA", "AA"), ("AQ", "AQ"), ("____", "____")] {
        let broken = json!({"kty": "RSA", "kid": "key-1", "n": n, "e": e});
        rsa.server.json("/jwks", &json!({"keys": [broken]}));
        untrustworthy(rsa.identify().await);
    }
}
