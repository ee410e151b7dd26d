use aws_lc_rs::constant_time::verify_slices_are_equal;

use super::scrypt_params;

/// Better Auth's default: `<salt>:<hash>` in hexadecimal, by scrypt with N = 2^14, r = 16, p = 1.
pub(crate) struct BetterAuth {
    params: scrypt::Params,
    /// As written: the digits are the salt, not the bytes they stand for.
    salt: String,
    hash: [u8; 64],
}

impl BetterAuth {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (salt, hash) = text.split_once(':')?;
        if salt.is_empty() || !salt.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0; 64];
        hex::decode_to_slice(hash, &mut bytes).ok()?;
        Some(Self { params: scrypt_params(14, 16, 1)?, salt: salt.to_owned(), hash: bytes })
    }

    pub(super) fn matches(&self, password: &str) -> bool {
        let mut hash = [0; 64];
        scrypt::scrypt(password.as_bytes(), self.salt.as_bytes(), &self.params, &mut hash).is_ok()
            && verify_slices_are_equal(&hash, &self.hash).is_ok()
    }
}
