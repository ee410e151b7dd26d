use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bookplate_domain::{
    roles::Role,
    sessions::{KeyRing, SigningKey},
    shared::{SessionId, TokenId, UserId},
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::{
    key_ring::tests::{minted, ring},
    secrets::tests::FIRST,
};

pub(crate) const NOW: i64 = 1_795_253_400;

fn without_keys() -> Ed25519KeyRing {
    ring(&[FIRST])
}

bookplate_testkit::access_tokens_conformance!(without_keys);

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(seconds * 1000)
}

pub(crate) fn claims() -> Claims {
    Claims {
        id: TokenId::from_uuid(Uuid::from_u128(1)),
        user_id: UserId::from_uuid(Uuid::from_u128(2)),
        session_id: SessionId::from_uuid(Uuid::from_u128(3)),
        generation: 7,
        role: Role::User,
        name: Some("Ada".into()),
        email: Some("ada@example.com".into()),
        email_verified: true,
        authenticated_at: at(NOW - 60),
        issued_at: at(NOW),
        expires_at: at(NOW + 900),
    }
}

pub(crate) fn one_key() -> (Ed25519KeyRing, SigningKey) {
    let ring = ring(&[FIRST]);
    let key = minted(&ring, 1);
    ring.install(std::slice::from_ref(&key)).unwrap();
    (ring, key)
}

pub(crate) fn sign(ring: &Ed25519KeyRing) -> String {
    ring.sign(&claims()).unwrap().0.expose_secret().to_owned()
}

pub(super) fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn a_token_has_the_header_and_the_claims_that_are_promised() {
    let (ring, key) = one_key();
    let token = sign(&ring);
    assert_eq!(part(&token, 0), json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": key.kid }));
    assert_eq!(
        part(&token, 1),
        json!({
            "iss": "https://id.example", "aud": "app",
            "sub": "00000000-0000-0000-0000-000000000002",
            "sid": "00000000-0000-0000-0000-000000000003",
            "jti": "00000000-0000-0000-0000-000000000001",
            "iat": NOW, "exp": NOW + 900, "auth_time": NOW - 60,
            "gen": 7, "role": "user", "name": "Ada",
            "email": "ada@example.com", "email_verified": true,
        })
    );
    assert_eq!(ring.verify(&token, at(NOW)), Ok(claims()));
}

#[test]
fn a_ring_without_keys_signs_nothing_and_verifies_nothing() {
    let empty = ring(&[FIRST]);
    assert!(matches!(empty.sign(&claims()), Err(KeyRingError::Empty)));
    let token = sign(&one_key().0);
    assert_eq!(empty.verify(&token, at(NOW)), Err(AccessTokenError::Invalid));
}

#[test]
fn the_newest_generation_signs_and_a_rotated_key_still_verifies() {
    let (ring, first) = one_key();
    let old = sign(&ring);
    let second = minted(&ring, 2);
    ring.install(&[second.clone(), first]).unwrap();
    let new = sign(&ring);
    assert_eq!(part(&new, 0)["kid"], second.kid);
    assert_eq!(ring.verify(&old, at(NOW)), Ok(claims()));
    assert_eq!(ring.verify(&new, at(NOW)), Ok(claims()));

    ring.install(&[second]).unwrap();
    assert_eq!(ring.verify(&old, at(NOW)), Err(AccessTokenError::Invalid));
}

#[test]
fn a_key_that_waits_verifies_but_does_not_sign_yet() {
    let (ring, first) = one_key();
    let second = SigningKey { active_at: at(NOW + 360), ..minted(&ring, 2) };
    let third = SigningKey { active_at: at(NOW + 100), ..minted(&ring, 3) };
    ring.install(&[first.clone(), second.clone(), third.clone()]).unwrap();
    let signer = |seconds, millis| {
        let issued_at = at(NOW + seconds).plus(Duration::from_millis(millis));
        let claims = Claims { issued_at, ..claims() };
        let token = ring.sign(&claims).unwrap().0.expose_secret().to_owned();
        assert!(ring.verify(&token, at(NOW + seconds)).is_ok());
        part(&token, 0)["kid"].as_str().unwrap().to_owned()
    };
    assert_eq!(signer(99, 999), first.kid);
    assert_eq!(signer(100, 0), third.kid);
    // The newest key that is active, not the one that became so last.
    assert_eq!(signer(360, 0), third.kid);
    let published = ring.public_keys().into_iter().map(|key| key.kid);
    assert_eq!(published.collect::<Vec<_>>(), [first.kid, second.kid, third.kid]);
}

#[test]
fn a_ring_whose_keys_all_wait_signs_nothing() {
    let ring = ring(&[FIRST]);
    ring.install(&[SigningKey { active_at: at(NOW + 1), ..minted(&ring, 1) }]).unwrap();
    assert!(matches!(ring.sign(&claims()), Err(KeyRingError::Empty)));
}

#[test]
fn a_token_expires_at_its_second_and_begins_within_the_leeway() {
    let (ring, _) = one_key();
    let token = sign(&ring);
    let verify = |now| ring.verify(&token, at(now)).map(|_| ());
    assert_eq!(verify(NOW + 899), Ok(()));
    assert_eq!(verify(NOW + 900), Err(AccessTokenError::Expired));
    assert_eq!(verify(NOW - 5), Ok(()));
    assert_eq!(verify(NOW - 6), Err(AccessTokenError::Invalid));
}

#[test]
fn a_token_without_name_and_address_has_no_such_claims() {
    let (ring, _) = one_key();
    let visitor = Claims {
        role: Role::Anonymous,
        name: None,
        email: None,
        email_verified: false,
        expires_at: at(NOW).plus(Duration::from_millis(2_999)),
        ..claims()
    };
    let token = ring.sign(&visitor).unwrap().0.expose_secret().to_owned();
    let payload = part(&token, 1);
    assert!(payload.get("name").is_none() && payload.get("email").is_none());
    // Times are whole seconds in a token, rounded down: it never outlives what was granted.
    let read = ring.verify(&token, at(NOW)).unwrap();
    assert_eq!(read.expires_at, at(NOW + 2));
    assert_eq!(read.name, None);
}
