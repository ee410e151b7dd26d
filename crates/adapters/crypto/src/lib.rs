//! Password hashes, access tokens, opaque tokens, clock and randomness.
//!
//! This is the only crate that asks the machine for the time of day and for random bytes, and the
//! only one that holds keys. All of them come from [`Secrets`], by one derivation for each use.

mod access_tokens;
mod bcrypt_hasher;
mod clock;
mod code_challenges;
mod cursors;
mod hashing_pool;
mod imported;
mod jwt_claims;
mod key_ring;
mod limit_keys;
mod opaque_tokens;
mod random;
mod sealed_key;
mod secrets;
mod verified_tokens;
mod weak_secret;

pub use bcrypt_hasher::BcryptHasher;
pub use clock::SystemClock;
pub use code_challenges::Sha256Challenges;
pub use cursors::HmacCursors;
pub use key_ring::Ed25519KeyRing;
pub use limit_keys::HmacLimitKeys;
pub use opaque_tokens::HmacOpaqueTokens;
pub use random::SystemRandom;
pub use secrets::Secrets;
pub use weak_secret::WeakSecret;
