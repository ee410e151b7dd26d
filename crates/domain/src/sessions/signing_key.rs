use crate::shared::Timestamp;

/// A key that signs access tokens, as it is kept: sealed under the configured secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// `kid`: the thumbprint of the public key (RFC 7638).
    pub kid: String,
    /// Keys are numbered; the highest number signs.
    pub generation: u32,
    /// The private key, encrypted.
    pub sealed: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
}
