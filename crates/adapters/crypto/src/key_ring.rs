use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use bookplate_domain::{
    sessions::{KeyRing, KeyRingError, MintedKey, PublicKey, SigningKey},
    store::Source,
};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Validation,
    jwk::{Jwk, ThumbprintHash},
};

use crate::{Secrets, sealed_key};

/// The Ed25519 keys (RFC 8032) that sign access tokens, as JWTs with `alg: EdDSA`.
pub struct Ed25519KeyRing {
    secrets: Vec<[u8; 32]>,
    pub(crate) issuer: String,
    pub(crate) audience: String,
    pub(crate) validation: Validation,
    /// The lowest generation first. Whoever reads takes the list as it is and lets the lock go.
    installed: RwLock<Arc<[InstalledKey]>>,
}

/// A key that was opened.
pub(crate) struct InstalledKey {
    pub(crate) kid: String,
    pub(crate) generation: u32,
    pub(crate) private: EncodingKey,
    pub(crate) public: DecodingKey,
    pub(crate) x: Vec<u8>,
}

impl Ed25519KeyRing {
    /// An empty ring. `issuer` and `audience` stand in every token it signs, and must stand in
    /// every token it verifies.
    pub fn new(secrets: &Secrets, issuer: String, audience: String) -> Self {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[&issuer]);
        validation.set_audience(&[&audience]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // The library would ask the system's clock; times are judged against ours.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self {
            secrets: secrets.keys_for("signing keys 1"),
            issuer,
            audience,
            validation,
            installed: RwLock::new(Arc::new([])),
        }
    }

    pub(crate) fn installed(&self) -> Arc<[InstalledKey]> {
        let installed = self.installed.read();
        installed.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl KeyRing for Ed25519KeyRing {
    fn mint(&self) -> Result<MintedKey, KeyRingError> {
        let pair = Ed25519KeyPair::generate().map_err(failed)?;
        let private = pair.to_pkcs8v1().map_err(failed)?;
        let kid = thumbprint(private.as_ref()).map_err(failed)?;
        let sealed =
            sealed_key::seal(&self.secrets[0], &kid, private.as_ref().to_vec()).map_err(failed)?;
        Ok(MintedKey { kid, sealed })
    }

    fn install(&self, keys: &[SigningKey]) -> Result<(), KeyRingError> {
        let mut opened = keys
            .iter()
            .map(|key| {
                open(&self.secrets, key)
                    .ok_or_else(|| KeyRingError::Sealed { kid: key.kid.clone() })
            })
            .collect::<Result<Vec<_>, _>>()?;
        opened.sort_by_key(|key| key.generation);
        let mut installed = self.installed.write().unwrap_or_else(PoisonError::into_inner);
        *installed = opened.into();
        Ok(())
    }
}

fn open(secrets: &[[u8; 32]], key: &SigningKey) -> Option<InstalledKey> {
    let private = sealed_key::open(secrets, &key.kid, &key.sealed)?;
    let pair = Ed25519KeyPair::from_pkcs8(&private).ok()?;
    let x = pair.public_key().as_ref().to_vec();
    Some(InstalledKey {
        kid: key.kid.clone(),
        generation: key.generation,
        private: EncodingKey::from_ed_der(&private),
        public: DecodingKey::from_ed_der(&x),
        x,
    })
}

impl InstalledKey {
    pub(crate) fn to_public(&self) -> PublicKey {
        PublicKey { kid: self.kid.clone(), x: self.x.clone() }
    }
}

/// The name of a key: a digest of its public part (RFC 7638).
fn thumbprint(pkcs8: &[u8]) -> jsonwebtoken::errors::Result<String> {
    let private = EncodingKey::from_ed_der(pkcs8);
    Jwk::from_encoding_key(&private, Algorithm::EdDSA)?.thumbprint(ThumbprintHash::SHA256)
}

pub(crate) fn failed(error: impl Into<Source>) -> KeyRingError {
    KeyRingError::Failed(error.into())
}

impl fmt::Debug for Ed25519KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ed25519KeyRing")
            .field("issuer", &self.issuer)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use bookplate_domain::{sessions::AccessTokens, shared::Timestamp};

    use super::*;
    use crate::secrets::tests::{FIRST, SECOND, secrets};

    pub(crate) fn ring(list: &[&str]) -> Ed25519KeyRing {
        Ed25519KeyRing::new(&secrets(list), "https://id.example".into(), "app".into())
    }

    pub(crate) fn minted(ring: &Ed25519KeyRing, generation: u32) -> SigningKey {
        let MintedKey { kid, sealed } = ring.mint().unwrap();
        SigningKey { kid, generation, sealed, created_at: Timestamp::from_unix_millis(0) }
    }

    #[test]
    fn a_kid_is_the_thumbprint_of_rfc_8037() {
        // RFC 8037, A.1 and A.3.
        let seed = b"\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4\
                     \x44\x49\xc5\x69\x7b\x32\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60";
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).unwrap();
        assert_eq!(
            thumbprint(pair.to_pkcs8v1().unwrap().as_ref()).unwrap(),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
    }

    #[test]
    fn a_key_is_installed_under_the_secret_it_was_sealed_with_or_not_at_all() {
        let key = minted(&ring(&[FIRST]), 1);
        assert!(ring(&[FIRST]).install(std::slice::from_ref(&key)).is_ok());
        assert!(ring(&[SECOND, FIRST]).install(std::slice::from_ref(&key)).is_ok());
        let refused = ring(&[SECOND]).install(std::slice::from_ref(&key));
        assert!(matches!(refused, Err(KeyRingError::Sealed { kid }) if kid == key.kid));
    }

    #[test]
    fn a_key_under_another_name_is_refused() {
        let ring = ring(&[FIRST]);
        let (one, two) = (minted(&ring, 1), minted(&ring, 2));
        let swapped = SigningKey { sealed: one.sealed, ..two };
        assert!(matches!(ring.install(&[swapped]), Err(KeyRingError::Sealed { .. })));
    }

    #[test]
    fn a_failed_install_leaves_the_ring_as_it_was() {
        let ring = ring(&[FIRST]);
        let good = minted(&ring, 1);
        ring.install(std::slice::from_ref(&good)).unwrap();
        let broken = SigningKey { sealed: vec![1, 2, 3], ..minted(&ring, 2) };
        assert!(ring.install(&[broken]).is_err());
        let kids: Vec<_> = ring.public_keys().into_iter().map(|k| k.kid).collect();
        assert_eq!(kids, [good.kid]);
    }

    #[test]
    fn exactly_the_given_keys_are_held_the_oldest_first() {
        let ring = ring(&[FIRST]);
        let keys = [minted(&ring, 3), minted(&ring, 1), minted(&ring, 2)];
        ring.install(&keys).unwrap();
        let kids = |ring: &Ed25519KeyRing| -> Vec<String> {
            ring.public_keys().into_iter().map(|k| k.kid).collect()
        };
        assert_eq!(kids(&ring), [1, 2, 0].map(|i: usize| keys[i].kid.clone()));
        ring.install(&[]).unwrap();
        assert!(kids(&ring).is_empty());
    }

    #[test]
    fn nothing_tells_a_key_in_a_log() {
        let ring = ring(&[FIRST]);
        ring.install(&[minted(&ring, 1)]).unwrap();
        assert_eq!(
            format!("{ring:?}"),
            r#"Ed25519KeyRing { issuer: "https://id.example", audience: "app", .. }"#
        );
    }
}
