use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;
use base64::Engine;

use super::{BASE64, MIN_HASH, number, split};

/// Django's default: `pbkdf2_sha256$<iterations>$<salt>$<hash>`. The salt is text, the hash base64.
pub(crate) struct Django {
    iterations: NonZeroU32,
    salt: String,
    hash: Vec<u8>,
}

impl Django {
    const MAX_ITERATIONS: u32 = 5_000_000;
    /// What SHA-256 gives at once; more would be as many times the work.
    const MAX_HASH: usize = 32;

    pub(super) fn parse(text: &str) -> Option<Self> {
        let [iterations, salt, hash] = split(text.strip_prefix("pbkdf2_sha256$")?, '$')?;
        let iterations = number(iterations).filter(|count| *count <= Self::MAX_ITERATIONS)?;
        let hash = BASE64.decode(hash).ok()?;
        let usable = !salt.is_empty() && (MIN_HASH..=Self::MAX_HASH).contains(&hash.len());
        let iterations = NonZeroU32::new(iterations)?;
        usable.then(|| Self { iterations, salt: salt.to_owned(), hash })
    }

    pub(super) fn matches(&self, password: &str) -> bool {
        pbkdf2::verify(
            pbkdf2::PBKDF2_HMAC_SHA256,
            self.iterations,
            self.salt.as_bytes(),
            password.as_bytes(),
            &self.hash,
        )
        .is_ok()
    }
}
