use std::fmt;

use aws_lc_rs::hmac;
use secrecy::{ExposeSecret, SecretString};

use crate::WeakSecret;

/// Sets our keys apart from what anybody else may derive from the same secret.
const SALT: &[u8] = b"bookplate";

/// The configured secrets: the first signs and seals, all of them verify and open.
///
/// No secret is used as a key itself. HKDF-SHA256 (RFC 5869) derives one key for each use.
#[derive(Clone)]
pub struct Secrets(Vec<hmac::Key>);

impl Secrets {
    /// Takes the secrets, the newest first. Every one of them must be strong.
    pub fn new(secrets: &[SecretString]) -> Result<Self, WeakSecret> {
        if secrets.is_empty() {
            return Err(WeakSecret::Missing);
        }
        secrets
            .iter()
            .map(ExposeSecret::expose_secret)
            .map(|secret| match WeakSecret::find(secret) {
                Some(weakness) => Err(weakness),
                None => Ok(extract(SALT, secret.as_bytes())),
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// One key from each secret, for one use.
    pub(crate) fn keys_for(&self, usage: &str) -> Vec<[u8; 32]> {
        self.0.iter().map(|secret| expand(secret, usage.as_bytes())).collect()
    }

    /// The same, for authentication codes.
    pub(crate) fn hmac_keys_for(&self, usage: &str) -> Vec<hmac::Key> {
        self.keys_for(usage).iter().map(|key| hmac::Key::new(hmac::HMAC_SHA256, key)).collect()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

/// HKDF-Extract.
fn extract(salt: &[u8], secret: &[u8]) -> hmac::Key {
    let salt = hmac::Key::new(hmac::HMAC_SHA256, salt);
    hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&salt, secret).as_ref())
}

/// HKDF-Expand for a key of exactly one block, which, unlike the general case, cannot fail.
fn expand(secret: &hmac::Key, info: &[u8]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(secret);
    context.update(info);
    context.update(&[1]);
    let mut key = [0; 32];
    key.copy_from_slice(context.sign().as_ref());
    key
}

#[cfg(test)]
pub(crate) mod tests {
    use aws_lc_rs::hkdf;

    use super::*;

    pub(crate) const FIRST: &str = "kq7Zr1mX4vTn9bYc2sWd5fGh8jLp0aQe";
    pub(crate) const SECOND: &str = "Wd5fGh8jLp0aQekq7Zr1mX4vTn9bYc2s";

    pub(crate) fn secrets(list: &[&str]) -> Secrets {
        let list: Vec<SecretString> = list.iter().map(|text| (*text).into()).collect();
        Secrets::new(&list).unwrap()
    }

    #[test]
    fn the_derivation_is_hkdf_sha256() {
        // RFC 5869, A.1: the first block of its output.
        let prk = extract(&(0..13).collect::<Vec<u8>>(), &[0x0b; 22]);
        let okm = expand(&prk, &(0xf0..0xfa).collect::<Vec<u8>>());
        let hex: String = okm.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");

        let mut theirs = [0; 32];
        hkdf::Salt::new(hkdf::HKDF_SHA256, SALT)
            .extract(FIRST.as_bytes())
            .expand(&[b"a use"], hkdf::HKDF_SHA256)
            .unwrap()
            .fill(&mut theirs)
            .unwrap();
        assert_eq!(secrets(&[FIRST]).keys_for("a use"), [theirs]);
    }

    #[test]
    fn every_use_and_every_secret_has_a_key_of_its_own() {
        let both = secrets(&[FIRST, SECOND]);
        let mut keys = both.keys_for("one");
        keys.extend(both.keys_for("another"));
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 4);
    }

    #[test]
    fn one_weak_secret_spoils_the_list() {
        let list = [FIRST.into(), "short".into()];
        assert_eq!(Secrets::new(&list).err(), Some(WeakSecret::TooShort));
        assert_eq!(Secrets::new(&[]).err(), Some(WeakSecret::Missing));
    }

    #[test]
    fn nothing_tells_a_secret_in_a_log() {
        assert_eq!(format!("{:?}", secrets(&[FIRST])), "Secrets(…)");
        let error = Secrets::new(&["hunter2".into()]).err().unwrap();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}
