//! Tokens that somebody else made, or that say what ours never say.
//!
//! Most of them are truly signed with our own key: only what the test is about can be the reason
//! for their refusal.

mod algorithms;
mod claims;
mod forms;
mod headers;
mod json;
mod signatures;
mod wycheproof_vectors;

use std::time::Duration;

use aws_lc_rs::signature::Ed25519KeyPair;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bookplate_domain::sessions::{AccessTokenError, AccessTokens, KeyRing, SigningKey};
use jsonwebtoken::Algorithm;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

use super::tests::{NOW, at, claims, one_key, part, sign};
use crate::{
    key_ring::{
        Ed25519KeyRing,
        tests::{minted, ring as another_ring},
    },
    secrets::tests::FIRST,
};

/// The most processor time that a refusal may take. Checking a signature takes a tenth of it even
/// without optimisation, and asking anybody outside takes longer than all of it.
const MOST_WORK: Duration = Duration::from_millis(10);

/// A ring with one key, and the header and the claims of what it signs.
struct Scene {
    ring: Ed25519KeyRing,
    key: SigningKey,
    header: Value,
    payload: Value,
}

impl Scene {
    fn new() -> Self {
        let (ring, key) = one_key();
        let token = sign(&ring);
        let scene = Self { ring, key, header: part(&token, 0), payload: part(&token, 1) };
        scene.accepts(&scene.signed(&scene.header, &scene.payload));
        scene
    }

    /// A token with whatever header and claims, truly signed.
    fn signed(&self, header: &Value, claims: &Value) -> String {
        self.signed_text(header.to_string(), claims.to_string())
    }

    /// The same, of texts that need not be JSON.
    fn signed_text(&self, header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
        self.signed_message(&format!("{}.{}", encode(header), encode(payload)))
    }

    fn signed_message(&self, message: &str) -> String {
        signed_by(&self.ring, message)
    }

    /// Our header with one field replaced.
    fn header_with(&self, field: &str, value: Value) -> Value {
        let mut header = self.header.clone();
        header[field] = value;
        header
    }

    fn accepts(&self, token: &str) {
        assert_eq!(self.ring.verify(token, at(NOW)), Ok(claims()), "{token}");
    }

    /// The token is invalid, today and when it would have expired, and that is said at once.
    fn refuses(&self, token: &str, why: &str) {
        let shown: String = token.chars().take(200).collect();
        for now in [NOW, NOW + 10_000] {
            let before = work_done();
            let verdict = self.ring.verify(token, at(now));
            let work = work_done() - before;
            assert_eq!(verdict, Err(AccessTokenError::Invalid), "{why}: {shown}");
            assert!(work < MOST_WORK, "{why}: {work:?} for {shown}");
        }
    }
}

/// The processor time of this thread, which a busy machine does not distort.
fn work_done() -> Duration {
    let spent = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(spent.tv_sec as u64, spent.tv_nsec as u32)
}

fn encode(text: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn decode(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).unwrap()
}

/// A message with the signature of a ring's newest key.
fn signed_by(ring: &Ed25519KeyRing, message: &str) -> String {
    let installed = ring.installed();
    let key = &installed.keys.last().unwrap().private;
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key, Algorithm::EdDSA).unwrap();
    format!("{message}.{signature}")
}

/// Header, payload and signature of a token.
fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<&str> = token.split('.').collect();
    parts.try_into().unwrap()
}

/// A ring of somebody else, with a key of their own.
fn foreign() -> Ed25519KeyRing {
    let ring = another_ring(&[FIRST]);
    ring.install(&[minted(&ring, 1)]).unwrap();
    ring
}
