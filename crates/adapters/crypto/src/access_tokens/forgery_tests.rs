//! Tokens that somebody else made, or that say what ours never say.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bookplate_domain::sessions::{AccessTokenError, AccessTokens, Claims, KeyRing};
use jsonwebtoken::{Algorithm, EncodingKey};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::tests::{NOW, at, claims, one_key, part, sign};
use crate::{
    key_ring::{
        Ed25519KeyRing,
        tests::{minted, ring as another_ring},
    },
    secrets::tests::FIRST,
};

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// A token with whatever header and claims, truly signed with the ring's newest key.
fn signed(ring: &Ed25519KeyRing, header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", encode(header), encode(claims));
    let installed = ring.installed();
    let key = &installed.last().unwrap().private;
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key, Algorithm::EdDSA).unwrap();
    format!("{message}.{signature}")
}

#[test]
fn every_wrong_header_is_invalid_even_if_truly_signed() {
    let (ring, key) = one_key();
    let good = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": key.kid });
    let payload = part(&sign(&ring), 1);
    assert_eq!(ring.verify(&signed(&ring, &good, &payload), at(NOW)), Ok(claims()));
    for (field, value) in [
        ("typ", json!("JWT")),
        ("typ", json!(null)),
        ("typ", json!("AT+JWT")),
        ("kid", json!("another")),
        ("kid", json!(null)),
        ("kid", json!(7)),
        ("alg", json!("HS256")),
        ("alg", json!("ES256")),
        ("alg", json!("none")),
        ("alg", json!(null)),
        ("crit", json!(["exp"])),
    ] {
        let mut header = good.clone();
        header[field] = value;
        let token = signed(&ring, &header, &payload);
        assert_eq!(ring.verify(&token, at(NOW)), Err(AccessTokenError::Invalid), "{header}");
    }
}

#[test]
fn every_wrong_or_missing_claim_is_invalid_even_if_truly_signed() {
    let (ring, key) = one_key();
    let header = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": key.kid });
    let good = part(&sign(&ring), 1);
    let refused = |payload: &Value| {
        let token = signed(&ring, &header, payload);
        // An expired token that is wrong in another way as well is wrong, not expired.
        for now in [NOW, NOW + 10_000] {
            assert_eq!(ring.verify(&token, at(now)), Err(AccessTokenError::Invalid), "{payload}");
        }
    };
    for field in [
        "iss",
        "aud",
        "sub",
        "sid",
        "iat",
        "exp",
        "jti",
        "gen",
        "role",
        "email_verified",
        "auth_time",
    ] {
        let mut payload = good.clone();
        payload.as_object_mut().unwrap().remove(field);
        refused(&payload);
        payload[field] = Value::Null;
        refused(&payload);
        payload[field] = json!(["x"]);
        refused(&payload);
    }
    for (field, value) in [
        ("iss", json!("https://evil.example")),
        ("iss", json!(["https://id.example"])),
        ("aud", json!("another")),
        ("aud", json!(["app"])),
        ("sub", json!("ada")),
        ("sid", json!("")),
        ("exp", json!((NOW + 900).to_string())),
        ("exp", json!(1e30)),
        ("exp", json!(i64::MAX)),
        ("exp", json!(-1)),
        ("iat", json!(NOW.to_string())),
        ("iat", json!(NOW + 20_000)),
        ("iat", json!(-1)),
        ("nbf", json!(NOW + 20_000)),
        ("nbf", json!("soon")),
        ("auth_time", json!(i64::MIN)),
        ("gen", json!(-1)),
        ("role", json!("root")),
        ("email_verified", json!("true")),
    ] {
        let mut payload = good.clone();
        payload[field] = value;
        refused(&payload);
    }
}

#[test]
fn a_forger_who_brings_the_key_along_is_refused() {
    let (ring, key) = one_key();
    let payload = part(&sign(&ring), 1);
    let forger = another_ring(&[FIRST]);
    forger.install(&[minted(&forger, 1)]).unwrap();
    let x = URL_SAFE_NO_PAD.encode(&forger.public_keys()[0].x);
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x });
    for (field, value) in [
        ("jwk", jwk),
        ("jku", json!("https://evil.example/jwks.json")),
        ("x5u", json!("https://evil.example/cert.pem")),
        ("x5c", json!(["MIIB"])),
    ] {
        let mut header = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": key.kid });
        header[field] = value;
        let forged = signed(&forger, &header, &payload);
        assert_eq!(ring.verify(&forged, at(NOW)), Err(AccessTokenError::Invalid), "{field}");
        // Signed by us, the same header does no harm either: it is not read.
        let ours = signed(&ring, &header, &payload);
        assert_eq!(ring.verify(&ours, at(NOW)), Ok(claims()), "{field}");
    }
}

#[test]
fn the_public_key_is_no_hmac_secret_and_no_signature_is_none() {
    let (ring, key) = one_key();
    let payload = encode(&part(&sign(&ring), 1));
    let x = ring.public_keys()[0].x.clone();
    for secret in [x.clone(), URL_SAFE_NO_PAD.encode(&x).into_bytes()] {
        let header = encode(&json!({ "alg": "HS256", "typ": "at+jwt", "kid": key.kid }));
        let message = format!("{header}.{payload}");
        let secret = EncodingKey::from_secret(&secret);
        let tag = jsonwebtoken::crypto::sign(message.as_bytes(), &secret, Algorithm::HS256);
        let forged = format!("{message}.{}", tag.unwrap());
        assert_eq!(ring.verify(&forged, at(NOW)), Err(AccessTokenError::Invalid));
    }
    for alg in ["none", "None", "EdDSA"] {
        let header = encode(&json!({ "alg": alg, "typ": "at+jwt", "kid": key.kid }));
        for forged in [format!("{header}.{payload}."), format!("{header}.{payload}")] {
            assert_eq!(ring.verify(&forged, at(NOW)), Err(AccessTokenError::Invalid));
        }
    }
}

#[test]
fn every_character_counts() {
    let (ring, _) = one_key();
    let token = sign(&ring);
    for index in 0..token.len() {
        let mut altered = token.clone().into_bytes();
        altered[index] = if altered[index] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        assert_eq!(
            ring.verify(&altered, at(NOW)),
            Err(AccessTokenError::Invalid),
            "character {index}"
        );
    }
}

#[test]
fn only_the_compact_form_is_read_and_no_length_hurts() {
    let (ring, _) = one_key();
    let token = sign(&ring);
    let parts: Vec<&str> = token.split('.').collect();
    let general = json!({
        "payload": parts[1],
        "signatures": [{ "protected": parts[0], "signature": parts[2] }],
    });
    let flat = json!({ "payload": parts[1], "protected": parts[0], "signature": parts[2] });
    for text in [
        general.to_string(),
        flat.to_string(),
        String::new(),
        ".".into(),
        "..".into(),
        "....".into(),
        format!("{token}."),
        format!("{token}="),
        format!(" {token}"),
        format!("{token}\n"),
        format!("Bearer {token}"),
        token.repeat(100),
        "a.".repeat(5_000_000),
    ] {
        let shown: String = text.chars().take(60).collect();
        assert_eq!(ring.verify(&text, at(NOW)), Err(AccessTokenError::Invalid), "{shown}");
    }
}

#[test]
fn over_8_kib_even_a_true_token_is_refused() {
    let (ring, _) = one_key();
    let long = |name: usize| {
        let claims = Claims { name: Some("n".repeat(name)), ..claims() };
        ring.sign(&claims).unwrap().0.expose_secret().to_owned()
    };
    let (below, above) = (long(5_000), long(6_100));
    assert!(below.len() < 8192 && above.len() > 8192);
    assert!(ring.verify(&below, at(NOW)).is_ok());
    assert_eq!(ring.verify(&above, at(NOW)), Err(AccessTokenError::Invalid));
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in ".{0,200}", a in "[A-Za-z0-9_-]{0,80}", json in "\\PC{0,60}") {
        let (ring, _) = one_key();
        let dotted = format!("{a}.{a}.{a}");
        let header = URL_SAFE_NO_PAD.encode(&json);
        let encoded = format!("{header}.{header}.{a}");
        for token in [text, dotted, encoded] {
            proptest::prop_assert_eq!(ring.verify(&token, at(NOW)), Err(AccessTokenError::Invalid));
        }
    }
}
