//! The promises of [`AccessTokens`] and [`KeyRing`], which one adapter keeps together.

// The name of a case is its documentation.
#![allow(missing_docs)]

use std::time::Duration;

use bookplate_domain::{
    roles::Role,
    sessions::{
        AccessToken, AccessTokenError, AccessTokens, Claims, KeyRing, KeyRingError, SigningKey,
    },
    shared::{SessionId, Timestamp, TokenId, UserId},
};
use secrecy::ExposeSecret;
use uuid::Uuid;

/// Runs every case of [`AccessTokens`] and [`KeyRing`]. Takes a function, or an expression, that
/// makes an adapter of both with no keys yet; all that it makes share secret, issuer and audience.
#[macro_export]
macro_rules! access_tokens_conformance {
    ($factory:path) => {
        $crate::cases! { access_tokens, $factory,
            without_a_key_nothing_is_signed_or_verified
            claims_come_back_as_they_were_signed
            another_node_with_the_keys_verifies_it
            a_token_works_until_it_expires
            a_token_from_the_future_is_refused
            minted_keys_are_fresh_and_published_under_their_names
            the_highest_generation_signs_and_every_installed_one_verifies
            a_key_signs_from_when_it_is_active_and_is_published_before
            a_key_that_is_sealed_under_the_newest_secret_stays_as_it_is
            a_key_that_is_no_longer_installed_verifies_nothing
            a_sealed_key_that_was_altered_is_named
            a_token_altered_anywhere_is_refused
            a_token_does_not_choose_its_own_algorithm_or_type
            no_foreign_text_is_accepted
        }
    };
}

fn moment() -> Timestamp {
    // Whole seconds: the precision of JWT's NumericDate.
    Timestamp::from_unix_millis(1_795_253_400_000)
}

fn claims() -> Claims {
    Claims {
        id: TokenId::from_uuid(Uuid::from_u128(1)),
        user_id: UserId::from_uuid(Uuid::from_u128(2)),
        session_id: SessionId::from_uuid(Uuid::from_u128(3)),
        generation: 4,
        role: Role::User,
        name: Some("Ада \"Lovelace\" 👩‍💻".to_owned()),
        email: Some("ada@example.com".to_owned()),
        email_verified: true,
        authenticated_at: Timestamp::from_unix_millis(1_795_000_000_000),
        issued_at: moment(),
        expires_at: moment().plus(Duration::from_secs(900)),
    }
}

fn mint(ring: &impl KeyRing, generation: u32) -> SigningKey {
    let minted = ring.mint().expect("a key");
    SigningKey {
        kid: minted.kid,
        generation,
        sealed: minted.sealed,
        created_at: moment(),
        active_at: moment(),
    }
}

fn with_keys<T: KeyRing>(ring: T, keys: &[SigningKey]) -> T {
    ring.install(keys).expect("the keys open");
    ring
}

fn ready<T: KeyRing>(ring: T) -> T {
    let key = mint(&ring, 1);
    with_keys(ring, &[key])
}

fn sign(ring: &impl AccessTokens) -> String {
    let AccessToken(token) = ring.sign(&claims()).expect("a token");
    token.expose_secret().to_owned()
}

const INVALID: Result<Claims, AccessTokenError> = Err(AccessTokenError::Invalid);

pub fn without_a_key_nothing_is_signed_or_verified<T: KeyRing + AccessTokens>(
    make: impl Fn() -> T,
) {
    let token = sign(&ready(make()));
    for empty in [make(), with_keys(make(), &[])] {
        let refused = empty.sign(&claims());
        assert!(matches!(refused, Err(KeyRingError::Empty)), "{refused:?}");
        assert_eq!(empty.verify(&token, moment()), INVALID);
        assert_eq!(empty.public_keys(), []);
    }
}

pub fn claims_come_back_as_they_were_signed<T: KeyRing + AccessTokens>(make: impl Fn() -> T) {
    let ring = ready(make());
    for role in Role::ALL {
        for full in [true, false] {
            let claims = Claims {
                role,
                name: claims().name.filter(|_| full),
                email: claims().email.filter(|_| full),
                email_verified: full,
                generation: if full { u32::MAX } else { 1 },
                ..claims()
            };
            let AccessToken(token) = ring.sign(&claims).expect("a token");
            assert_eq!(ring.verify(token.expose_secret(), moment()), Ok(claims));
        }
    }
}

pub fn another_node_with_the_keys_verifies_it<T: KeyRing + AccessTokens>(make: impl Fn() -> T) {
    let key = mint(&make(), 1);
    let here = with_keys(make(), std::slice::from_ref(&key));
    let there = with_keys(make(), &[key]);
    assert_eq!(there.verify(&sign(&here), moment()), Ok(claims()));
    assert_eq!(there.public_keys(), here.public_keys());
}

pub fn a_token_works_until_it_expires<T: KeyRing + AccessTokens>(make: impl Fn() -> T) {
    let ring = ready(make());
    let token = sign(&ring);
    let after = |seconds| moment().plus(Duration::from_secs(seconds));
    assert_eq!(ring.verify(&token, after(0)), Ok(claims()));
    assert_eq!(ring.verify(&token, after(899)), Ok(claims()));
    // Clocks may differ by 5 seconds at most.
    for seconds in [906, 90_000, 900_000_000] {
        let verdict = ring.verify(&token, after(seconds));
        assert_eq!(verdict, Err(AccessTokenError::Expired), "{seconds}");
    }
}

pub fn a_token_from_the_future_is_refused<T: KeyRing + AccessTokens>(make: impl Fn() -> T) {
    let ring = ready(make());
    let before = Timestamp::from_unix_millis(moment().unix_millis() - 60_000);
    assert_eq!(ring.verify(&sign(&ring), before), INVALID);
}

pub fn minted_keys_are_fresh_and_published_under_their_names<T: KeyRing + AccessTokens>(
    make: impl Fn() -> T,
) {
    let keys = [mint(&make(), 1), mint(&make(), 2)];
    assert_ne!(keys[0].kid, keys[1].kid);
    assert_ne!(keys[0].sealed, keys[1].sealed);

    let published = with_keys(make(), &keys).public_keys();
    assert_eq!(published.len(), 2);
    assert_ne!(published[0].x, published[1].x);
    for key in keys {
        let public = published.iter().find(|public| public.kid == key.kid);
        assert_eq!(public.expect("it is published").x.len(), 32);
    }
}

pub fn the_highest_generation_signs_and_every_installed_one_verifies<T: KeyRing + AccessTokens>(
    make: impl Fn() -> T,
) {
    let (old, new) = (mint(&make(), 9), mint(&make(), 10));
    let only_old = with_keys(make(), std::slice::from_ref(&old));
    let only_new = with_keys(make(), std::slice::from_ref(&new));
    for order in [[old.clone(), new.clone()], [new.clone(), old.clone()]] {
        let both = with_keys(make(), &order);
        let token = sign(&both);
        assert_eq!(only_new.verify(&token, moment()), Ok(claims()));
        assert_eq!(only_old.verify(&token, moment()), INVALID);
        assert_eq!(both.verify(&sign(&only_old), moment()), Ok(claims()));
    }
}

pub fn a_key_signs_from_when_it_is_active_and_is_published_before<T: KeyRing + AccessTokens>(
    make: impl Fn() -> T,
) {
    let soon = moment().plus(Duration::from_secs(60));
    let old = mint(&make(), 1);
    let new = SigningKey { active_at: soon, ..mint(&make(), 2) };
    let only_old = with_keys(make(), std::slice::from_ref(&old));
    let only_new = with_keys(make(), std::slice::from_ref(&new));
    let both = with_keys(make(), &[old, new]);
    assert_eq!(both.public_keys().len(), 2);
    for (issued_at, signs, other) in [
        (moment(), &only_old, &only_new),
        (soon.minus(Duration::from_secs(1)), &only_old, &only_new),
        (soon, &only_new, &only_old),
    ] {
        let claims = Claims { issued_at, ..claims() };
        let AccessToken(token) = both.sign(&claims).expect("a token");
        let token = token.expose_secret();
        assert_eq!(signs.verify(token, issued_at), Ok(claims.clone()));
        assert_eq!(both.verify(token, issued_at), Ok(claims));
        assert_eq!(other.verify(token, issued_at), INVALID);
    }
    let refused = only_new.sign(&claims());
    assert!(matches!(refused, Err(KeyRingError::Empty)), "{refused:?}");
}

pub fn a_key_that_is_sealed_under_the_newest_secret_stays_as_it_is<T: KeyRing + AccessTokens>(
    make: impl Fn() -> T,
) {
    let key = mint(&make(), 1);
    assert_eq!(make().reseal(&key).expect("it opens"), None);
}

pub fn a_key_that_is_no_longer_installed_verifies_nothing<T: KeyRing + AccessTokens>(
    make: impl Fn() -> T,
) {
    let ring = ready(make());
    let token = sign(&ring);
    let ring = ready(ring);
    assert_eq!(ring.verify(&token, moment()), INVALID);
    assert_eq!(ring.public_keys().len(), 1);
}

pub fn a_sealed_key_that_was_altered_is_named<T: KeyRing + AccessTokens>(make: impl Fn() -> T) {
    let key = mint(&make(), 1);
    make().require_openable(&key).expect("nobody has altered it");
    let is_named = |result: &Result<(), KeyRingError>| matches!(result, Err(KeyRingError::Sealed { kid }) if *kid == key.kid);
    let bytes = (0..key.sealed.len()).map(|place| {
        let mut sealed = key.sealed.clone();
        sealed[place] ^= 1;
        sealed
    });
    for sealed in bytes.chain([Vec::new(), key.sealed[1..].to_vec(), vec![0; 100]]) {
        let altered = SigningKey { sealed, ..key.clone() };
        for result in [make().require_openable(&altered), make().install(&[altered])] {
            assert!(is_named(&result), "{result:?}");
        }
    }
}

pub fn a_token_altered_anywhere_is_refused<T: KeyRing + AccessTokens>(make: impl Fn() -> T) {
    let ring = ready(make());
    let token = sign(&ring);
    for place in 0..token.len() {
        for other in ["A", "b", ".", "_"] {
            let mut altered = token.clone();
            altered.replace_range(place..=place, other);
            if altered != token {
                assert_eq!(ring.verify(&altered, moment()), INVALID, "{altered}");
            }
        }
        assert_eq!(ring.verify(&token[..place], moment()), INVALID);
        assert_eq!(ring.verify(&token[place + 1..], moment()), INVALID);
    }
}

pub fn a_token_does_not_choose_its_own_algorithm_or_type<T: KeyRing + AccessTokens>(
    make: impl Fn() -> T,
) {
    /// `{"alg":"none","typ":"at+jwt"}`, `{"alg":"HS256","typ":"at+jwt"}`,
    /// `{"alg":"EdDSA","typ":"JWT"}`.
    const HEADERS: [&str; 3] = [
        "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9",
        "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9",
    ];
    let ring = ready(make());
    let token = sign(&ring);
    let rest = token.split_once('.').map_or("", |(_, rest)| rest);
    let payload = rest.split_once('.').map_or("", |(payload, _)| payload);
    for header in HEADERS {
        for forged in [format!("{header}.{rest}"), format!("{header}.{payload}.")] {
            assert_eq!(ring.verify(&forged, moment()), INVALID, "{forged}");
        }
    }
}

pub fn no_foreign_text_is_accepted<T: KeyRing + AccessTokens>(make: impl Fn() -> T) {
    let ring = ready(make());
    let dots = ".".repeat(100_000);
    let long = format!("{}.{}.{}", dots, "A".repeat(1_000_000), dots);
    for text in ["", ".", "..", "...", "пароль.ж.ж", "\0.\0.\0", "e30.e30.", &dots, &long] {
        assert_eq!(ring.verify(text, moment()), INVALID);
    }
    let token = sign(&ring);
    for text in [format!(" {token}"), format!("{token}\n"), format!("Bearer {token}")] {
        assert_eq!(ring.verify(&text, moment()), INVALID);
    }
}
