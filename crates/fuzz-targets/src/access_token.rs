#![expect(clippy::expect_used, reason = "the key and the secret are constants")]

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bookplate_crypto::{Ed25519KeyRing, Secrets};
use bookplate_domain::{
    roles::Role,
    secrecy::ExposeSecret,
    sessions::{AccessTokenError, AccessTokens, Claims, KeyRing, SigningKey},
    shared::{SessionId, Timestamp, TokenId, UserId},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{altered::replaced, secrets};

/// When the valid tokens of the corpus were issued, in seconds of Unix time.
const NOW: i64 = 1_795_253_400;
const ISSUER: &str = "https://id.example";
const AUDIENCE: &str = "app";
/// The name of a key, and the key as the ring sealed it under the secret of the corpora.
const KID: &str = "tZrlJO6TirYkK3e0HzKWcud3y8FUfjEiVEBy4Ido01E";
const SEALED: &str = "AeyvKnRTK0c4vkAPoh1YhvbevaAIeSEXJoJQs2YqipqO-9BOQN3CkuINewZhnSZrcZl94zIITA4Hata08peRHdDqFMbrcABRi7gOOgo";
/// In how many places a token is altered; checking a signature takes its time.
const PLACES: usize = 12;

static OURS: LazyLock<Ed25519KeyRing> = LazyLock::new(|| ring(ISSUER, AUDIENCE));
static STRANGERS: LazyLock<[Ed25519KeyRing; 3]> = LazyLock::new(|| {
    let another_key = empty_ring(&secrets::foreign(), ISSUER, AUDIENCE);
    let minted = another_key.mint().expect("a key");
    let key = SigningKey { kid: minted.kid, sealed: minted.sealed, ..our_key() };
    another_key.install(&[key]).expect("its own key");
    [ring("https://id.example/", AUDIENCE), ring(ISSUER, "another app"), another_key]
});

/// The bytes as a token that somebody presents, and as claims that we sign.
pub fn access_token(data: &[u8]) {
    let presented = String::from_utf8_lossy(data);
    match OURS.verify(&presented, at(NOW)) {
        Ok(claims) => only_what_we_signed(&claims, &presented),
        Err(AccessTokenError::Expired) => {
            let issued_at = issued_at(&presented).expect("an expired token is one of ours");
            let claims = OURS.verify(&presented, at(issued_at)).expect("it was valid once");
            only_what_we_signed(&claims, &presented);
        }
        Err(AccessTokenError::Invalid) => {}
    }

    let claims = claims_of(data);
    let token = signed(&claims);
    assert_eq!(OURS.verify(&token, claims.issued_at).as_ref(), Ok(&claims));
    let (exp, iat) = (claims.expires_at.unix_seconds(), claims.issued_at.unix_seconds());
    assert_eq!(OURS.verify(&token, at(exp)), Err(AccessTokenError::Expired));
    assert_eq!(OURS.verify(&token, at(iat - 6)), Err(AccessTokenError::Invalid));
    for stranger in STRANGERS.iter() {
        assert_eq!(stranger.verify(&token, claims.issued_at), Err(AccessTokenError::Invalid));
    }
    let first = data.iter().fold(0, |sum: usize, byte| sum * 31 % 8191 + usize::from(*byte));
    // The last character has bits that say nothing: it is always one of the places.
    let places = (0..PLACES).map(|n| (first + n * token.len() / PLACES) % token.len());
    for place in places.chain([token.len() - 1]) {
        let altered = replaced(&token, place, data);
        for now in [iat, exp] {
            let refused = OURS.verify(&altered, at(now));
            assert_eq!(refused, Err(AccessTokenError::Invalid), "{altered} of {token}");
        }
    }
}

fn only_what_we_signed(claims: &Claims, presented: &str) {
    assert_eq!(signed(claims), presented);
    for stranger in STRANGERS.iter() {
        assert!(stranger.verify(presented, claims.issued_at).is_err());
    }
}

fn issued_at(token: &str) -> Option<i64> {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Value>(&payload).ok()?.get("iat")?.as_i64()
}

/// Claims that have whatever the bytes say, within what the domain lets them be.
fn claims_of(data: &[u8]) -> Claims {
    let byte = |at: usize| data.get(at).copied().unwrap_or_default();
    let id = |from: usize| Uuid::from_bytes(std::array::from_fn(|n| byte(from + n)));
    let text: String = String::from_utf8_lossy(data).chars().take(200).collect();
    let issued_at = NOW + i64::from(byte(0)) * 1_000_000;
    Claims {
        id: TokenId::from_uuid(id(0)),
        user_id: UserId::from_uuid(id(1)),
        session_id: SessionId::from_uuid(id(2)),
        generation: u32::from_be_bytes([byte(3), byte(2), byte(1), byte(0)]),
        role: [Role::Anonymous, Role::User, Role::Moderator, Role::Admin][usize::from(byte(4) % 4)],
        name: (byte(5) % 3 > 0).then(|| text.clone()),
        email: (byte(6) % 3 > 0).then_some(text),
        email_verified: byte(7) % 2 == 1,
        authenticated_at: at(issued_at - i64::from(byte(8))),
        issued_at: at(issued_at),
        expires_at: at(issued_at + 1 + i64::from(byte(9))),
    }
}

fn signed(claims: &Claims) -> String {
    let token = OURS.sign(claims).expect("there is a key");
    token.0.expose_secret().to_owned()
}

fn ring(issuer: &str, audience: &str) -> Ed25519KeyRing {
    let ring = empty_ring(&secrets::ours(), issuer, audience);
    ring.install(&[our_key()]).expect("the key is sealed under our secret");
    ring
}

fn empty_ring(secrets: &Secrets, issuer: &str, audience: &str) -> Ed25519KeyRing {
    Ed25519KeyRing::new(secrets, issuer.to_owned(), audience.to_owned())
}

fn our_key() -> SigningKey {
    let sealed = URL_SAFE_NO_PAD.decode(SEALED).expect("base64url");
    SigningKey { kid: KID.to_owned(), generation: 1, sealed, created_at: at(0), active_at: at(0) }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(seconds * 1000)
}
