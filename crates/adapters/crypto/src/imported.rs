//! Password hashes that other software made, each as it stands in that software's database.

use argon2id::Argon2id;
use base64::{
    alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use better_auth::BetterAuth;
use django::Django;
use firebase::Firebase;

mod argon2id;
mod better_auth;
mod django;
mod firebase;

/// Longer than any of these forms gets.
const MAX_TEXT: usize = 1024;
/// A shorter hash is too easily met by chance.
const MIN_HASH: usize = 16;
/// The most that a hash may occupy while it is worked out, in bytes.
const MAX_MEMORY: u64 = 256 << 20;
/// The most lanes of a memory-hard function.
const MAX_LANES: u32 = 8;

/// With padding or without: exports differ.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A hash of one of the known kinds, with an amount of work within bounds.
pub(crate) enum Imported {
    Argon2id(Argon2id),
    BetterAuth(BetterAuth),
    Django(Django),
    Firebase(Firebase),
}

impl Imported {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_TEXT {
            return None;
        }
        Argon2id::parse(text)
            .map(Self::Argon2id)
            .or_else(|| Firebase::parse(text).map(Self::Firebase))
            .or_else(|| Django::parse(text).map(Self::Django))
            .or_else(|| BetterAuth::parse(text).map(Self::BetterAuth))
    }

    /// Does the work, and compares in constant time.
    pub(crate) fn matches(&self, password: &str) -> bool {
        let matches = match self {
            Self::Argon2id(hash) => hash.matches(password),
            Self::BetterAuth(hash) => hash.matches(password),
            Self::Django(hash) => hash.matches(password),
            Self::Firebase(hash) => hash.matches(password),
        };
        // HMAC fills a short key up with NULs: "a\0" would pass for "a".
        matches && !password.ends_with('\0')
    }
}

/// Splits into exactly so many parts.
fn split<const PARTS: usize>(text: &str, separator: char) -> Option<[&str; PARTS]> {
    text.split(separator).collect::<Vec<_>>().try_into().ok()
}

/// A number in digits alone; `u32::from_str` also takes a plus.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// The work of scrypt for N = 2^`log_n`, if it is within bounds.
fn scrypt_params(log_n: u32, r: u32, p: u32) -> Option<scrypt::Params> {
    let memory = 128u64.checked_mul(r.into())?.checked_mul(2u64.checked_pow(log_n)?)?;
    if log_n == 0 || memory > MAX_MEMORY || p > MAX_LANES {
        return None;
    }
    scrypt::Params::new(u8::try_from(log_n).ok()?, r, p).ok()
}

#[cfg(test)]
mod tests;
