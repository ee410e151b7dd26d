use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use aws_lc_rs::constant_time::verify_slices_are_equal;

use super::{MAX_LANES, MAX_MEMORY, MIN_HASH};

/// argon2id 1.3 in the PHC form: `$argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<hash>`.
pub(crate) struct Argon2id {
    params: Params,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl Argon2id {
    const MAX_PASSES: u32 = 20;

    pub(super) fn parse(text: &str) -> Option<Self> {
        let parsed = PasswordHash::new(text).ok()?;
        let made_by = (parsed.algorithm.as_str(), parsed.version);
        if made_by != (Algorithm::Argon2id.as_str(), Some(Version::V0x13.into())) {
            return None;
        }
        let params = Params::try_from(&parsed).ok()?;
        let (salt, hash) = (parsed.salt?.to_vec(), parsed.hash?.as_bytes().to_vec());
        let within_bounds = u64::from(params.m_cost()) * 1024 <= MAX_MEMORY
            && params.t_cost() <= Self::MAX_PASSES
            && params.p_cost() <= MAX_LANES;
        // A key that is kept elsewhere, and data that nobody gave us.
        let complete = params.keyid().is_empty() && params.data().is_empty();
        (within_bounds && complete && hash.len() >= MIN_HASH).then_some(Self { params, salt, hash })
    }

    pub(super) fn matches(&self, password: &str) -> bool {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone());
        let mut hash = vec![0; self.hash.len()];
        argon2.hash_password_into(password.as_bytes(), &self.salt, &mut hash).is_ok()
            && verify_slices_are_equal(&hash, &self.hash).is_ok()
    }
}
