use aws_lc_rs::{
    cipher::{AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey},
    constant_time::verify_slices_are_equal,
    error::Unspecified,
    iv::FixedLength,
};
use base64::Engine;

use super::{BASE64, MIN_HASH, number, scrypt_params, split};

/// Firebase's scrypt, in the form that others who import it have settled on:
/// `$fbscrypt$v=1,n=<log N>,r=<r>,p=<p>,ss=<salt separator>,sk=<signer key>$<salt>$<hash>`, the
/// last four in base64.
///
/// What scrypt makes of the password is the key under which the signer key is encrypted; the hash
/// is what comes out.
pub(crate) struct Firebase {
    params: scrypt::Params,
    /// The salt with the separator behind it.
    salt: Vec<u8>,
    signer_key: Vec<u8>,
    hash: Vec<u8>,
}

impl Firebase {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let [settings, salt, hash] = split(text.strip_prefix("$fbscrypt$v=1,")?, '$')?;
        let [n, r, p, separator, signer_key] = split(settings, ',')?;
        let params = scrypt_params(
            number(n.strip_prefix("n=")?)?,
            number(r.strip_prefix("r=")?)?,
            number(p.strip_prefix("p=")?)?,
        )?;
        let mut salt = BASE64.decode(salt).ok().filter(|salt| !salt.is_empty())?;
        salt.extend(BASE64.decode(separator.strip_prefix("ss=")?).ok()?);
        let signer_key = BASE64.decode(signer_key.strip_prefix("sk=")?).ok()?;
        let hash = BASE64.decode(hash).ok()?;
        let complete = hash.len() >= MIN_HASH && hash.len() == signer_key.len();
        complete.then_some(Self { params, salt, signer_key, hash })
    }

    pub(super) fn matches(&self, password: &str) -> bool {
        let mut key = [0; 32];
        scrypt::scrypt(password.as_bytes(), &self.salt, &self.params, &mut key).is_ok()
            && self
                .encrypt(&key)
                .is_ok_and(|hash| verify_slices_are_equal(&hash, &self.hash).is_ok())
    }

    /// AES-256-CTR from zero.
    fn encrypt(&self, key: &[u8; 32]) -> Result<Vec<u8>, Unspecified> {
        let key = EncryptingKey::ctr(UnboundCipherKey::new(&AES_256, key)?)?;
        let mut text = self.signer_key.clone();
        let start = EncryptionContext::Iv128(FixedLength::from([0; 16]));
        key.less_safe_encrypt(&mut text, start)?;
        Ok(text)
    }
}
