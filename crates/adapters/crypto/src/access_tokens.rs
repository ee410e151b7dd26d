use bookplate_domain::{
    sessions::{AccessToken, AccessTokenError, AccessTokens, Claims, KeyRingError, PublicKey},
    shared::Timestamp,
};
use jsonwebtoken::{Algorithm, Header};

use crate::{
    jwt_claims::{JwtClaims, ReadClaims},
    key_ring::{Ed25519KeyRing, InstalledKey, failed},
    verified_tokens::TokenDigest,
};

/// The type of a JWT access token (RFC 9068, 2.1).
const TYPE: &str = "at+jwt";
/// Longer text is refused before any work.
const MAX_BYTES: usize = 8 * 1024;

impl AccessTokens for Ed25519KeyRing {
    fn sign(&self, claims: &Claims) -> Result<AccessToken, KeyRingError> {
        let installed = self.installed();
        let active = |key: &&InstalledKey| key.is_active(claims.issued_at);
        let newest = installed.keys.iter().rfind(active).ok_or(KeyRingError::Empty)?;
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(newest.kid.clone());
        let claims = JwtClaims::new(claims, &self.issuer, &self.audience);
        let token = jsonwebtoken::encode(&header, &claims, &newest.private).map_err(failed)?;
        Ok(AccessToken(token.into()))
    }

    fn verify(&self, token: &str, now: Timestamp) -> Result<Claims, AccessTokenError> {
        if token.len() > MAX_BYTES {
            return Err(AccessTokenError::Invalid);
        }
        let installed = self.installed();
        let digest = TokenDigest::of(token);
        if let Some(known) = installed.verified.get(&digest) {
            return known.judge(now).cloned().inspect_err(|_| installed.verified.forget(&digest));
        }
        let read = self.read(token, &installed.keys).ok_or(AccessTokenError::Invalid)?;
        let claims = read.judge(now).cloned()?;
        installed.verified.remember(digest, read);
        Ok(claims)
    }

    fn public_keys(&self) -> Vec<PublicKey> {
        self.installed().keys.iter().map(InstalledKey::to_public).collect()
    }
}

impl Ed25519KeyRing {
    /// Everything but the times. The header is asked for the name of a key of ours and for
    /// nothing else: the validation admits one algorithm, whatever `alg` says, and `jwk`, `jku`,
    /// `x5u` and `x5c` are never read.
    fn read(&self, token: &str, keys: &[InstalledKey]) -> Option<ReadClaims> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        // RFC 7515, 4.1.11: what `crit` demands we do not understand.
        if header.typ.as_deref() != Some(TYPE) || header.crit.is_some() {
            return None;
        }
        let kid = header.kid?;
        let key = keys.iter().find(|key| key.kid == kid)?;
        let token = jsonwebtoken::decode::<JwtClaims>(token, &key.public, &self.validation);
        token.ok()?.claims.read()
    }
}

#[cfg(test)]
mod forgery_tests;
#[cfg(test)]
pub(crate) mod tests;
