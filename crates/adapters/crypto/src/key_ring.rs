use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use bookplate_domain::{
    sessions::{KeyRing, KeyRingError, MintedKey, PublicKey, SigningKey},
    shared::Timestamp,
    store::Source,
};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Validation,
    jwk::{Jwk, ThumbprintHash},
};

use crate::{Secrets, sealed_key, verified_tokens::VerifiedTokens};

/// The Ed25519 keys (RFC 8032) that sign access tokens, as JWTs with `alg: EdDSA`.
pub struct Ed25519KeyRing {
    secrets: Vec<[u8; 32]>,
    pub(crate) issuer: String,
    pub(crate) audience: String,
    pub(crate) validation: Validation,
    /// Whoever reads takes it as it is and lets the lock go.
    installed: RwLock<Arc<Installed>>,
}

/// The keys that are held, and what is known by them alone: it goes with them.
#[derive(Default)]
pub(crate) struct Installed {
    /// The lowest generation first.
    pub(crate) keys: Vec<InstalledKey>,
    pub(crate) verified: VerifiedTokens,
}

/// A key that was opened.
pub(crate) struct InstalledKey {
    pub(crate) kid: String,
    generation: u32,
    active_at: Timestamp,
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
            installed: RwLock::default(),
        }
    }

    pub(crate) fn installed(&self) -> Arc<Installed> {
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
        let mut opened =
            keys.iter().map(|key| open(&self.secrets, key)).collect::<Result<Vec<_>, _>>()?;
        opened.sort_by_key(|key| key.generation);
        let mut installed = self.installed.write().unwrap_or_else(PoisonError::into_inner);
        // Nodes look for changes all the time, and mostly there are none.
        if installed.keys != opened {
            *installed = Arc::new(Installed { keys: opened, ..Installed::default() });
        }
        Ok(())
    }

    fn require_openable(&self, key: &SigningKey) -> Result<(), KeyRingError> {
        open(&self.secrets, key).map(drop)
    }

    fn reseal(&self, key: &SigningKey) -> Result<Option<Vec<u8>>, KeyRingError> {
        let (newest, older) = self.secrets.split_at(1);
        if sealed_key::open(newest, &key.kid, &key.sealed).is_some() {
            return Ok(None);
        }
        let private = sealed_key::open(older, &key.kid, &key.sealed).ok_or_else(|| shut(key))?;
        sealed_key::seal(&newest[0], &key.kid, private).map(Some).map_err(failed)
    }
}

fn open(secrets: &[[u8; 32]], key: &SigningKey) -> Result<InstalledKey, KeyRingError> {
    let private = sealed_key::open(secrets, &key.kid, &key.sealed).ok_or_else(|| shut(key))?;
    let pair = Ed25519KeyPair::from_pkcs8(&private).map_err(|_| shut(key))?;
    let x = pair.public_key().as_ref().to_vec();
    Ok(InstalledKey {
        kid: key.kid.clone(),
        generation: key.generation,
        active_at: key.active_at,
        private: EncodingKey::from_ed_der(&private),
        public: DecodingKey::from_ed_der(&x),
        x,
    })
}

/// What is said of a key that none of the secrets opens.
fn shut(key: &SigningKey) -> KeyRingError {
    KeyRingError::Sealed { kid: key.kid.clone() }
}

/// By its public part, which says what its private part is.
impl PartialEq for InstalledKey {
    fn eq(&self, other: &Self) -> bool {
        let facts = |key: &Self| (key.generation, key.active_at);
        facts(self) == facts(other) && self.kid == other.kid && self.x == other.x
    }
}

impl InstalledKey {
    /// Whether verifiers have had the time to fetch the key by then.
    pub(crate) fn is_active(&self, at: Timestamp) -> bool {
        self.active_at <= at
    }

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
pub(crate) mod tests;
