use std::{hint::black_box, time::Duration};

use bookplate_crypto::{Ed25519KeyRing, HmacOpaqueTokens};
use bookplate_domain::{
    roles::Role,
    secrecy::ExposeSecret,
    sessions::{AccessTokens, Claims, KeyRing, SigningKey},
    shared::{SessionId, TokenId, UserId},
    users::{OpaqueTokens, TokenPurpose},
};
use bookplate_testkit::{a_moment, a_token_id};
use criterion::{BatchSize, Criterion};
use uuid::Uuid;

use crate::signed_in::{key_ring, secrets};

pub(crate) fn measure(criterion: &mut Criterion) {
    access_tokens(criterion);
    opaque_tokens(criterion);
}

fn access_tokens(criterion: &mut Criterion) {
    let ring = with_a_key();
    let now = a_moment();
    let sign = |id| ring.sign(&claims(id)).expect("there is a key").0;
    let id = a_token_id();
    let token = sign(id);

    let mut group = criterion.benchmark_group("access token");
    group.bench_function("sign", |b| b.iter(|| sign(black_box(id))));
    group.bench_function("verify, first time", |b| {
        b.iter_batched(
            || sign(a_token_id()),
            |token| ring.verify(token.expose_secret(), now).expect("it is ours"),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("verify, again", |b| {
        b.iter(|| ring.verify(black_box(token.expose_secret()), now).expect("it is ours"));
    });
    group.finish();
}

fn opaque_tokens(criterion: &mut Criterion) {
    let tokens = HmacOpaqueTokens::new(&secrets());
    let id = Uuid::from_u128(0x0198_f2a0_0000_7000_8000_0000_0000_0001);
    let text = tokens.issue(TokenPurpose::Refresh, id, 7);

    let mut group = criterion.benchmark_group("opaque token");
    group.bench_function("mint", |b| {
        b.iter(|| tokens.issue(TokenPurpose::Refresh, black_box(id), 7));
    });
    group.bench_function("check", |b| {
        b.iter(|| {
            let text = black_box(text.expose_secret());
            tokens.open(TokenPurpose::Refresh, text).expect("it is ours")
        });
    });
    group.finish();
}

fn with_a_key() -> Ed25519KeyRing {
    let (ring, now) = (key_ring(), a_moment());
    let minted = ring.mint().expect("a key");
    let (kid, sealed) = (minted.kid, minted.sealed);
    let key = SigningKey { kid, generation: 1, sealed, created_at: now, active_at: now };
    ring.install(&[key]).expect("it is sealed under our secret");
    ring
}

fn claims(id: TokenId) -> Claims {
    let now = a_moment();
    Claims {
        id,
        user_id: UserId::from_uuid(Uuid::from_u128(2)),
        session_id: SessionId::from_uuid(Uuid::from_u128(3)),
        generation: 7,
        role: Role::User,
        name: Some("Ada Lovelace".to_owned()),
        email: Some("ada@example.com".to_owned()),
        email_verified: true,
        authenticated_at: now,
        issued_at: now,
        expires_at: now.plus(Duration::from_secs(900)),
    }
}
