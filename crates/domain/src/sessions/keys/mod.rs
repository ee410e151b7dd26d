//! The life of the keys that sign access tokens.
//!
//! A key is published when it is made, signs some minutes later, when every verifier has fetched
//! it, and goes when the last token of it has expired. Revoking one ends its tokens at once.

mod list_signing_keys;
mod load_signing_keys;
mod require_signing_key;
mod revoke_signing_key;
mod rotate_signing_key;
mod signing_key;
mod tend_signing_keys;

pub use rotate_signing_key::RotateSigningKey;
pub use signing_key::{KeyState, SigningKey};
