use std::{
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bookplate_domain::{
    roles::Role,
    sessions::{
        AccessToken, AccessTokenError, AccessTokens, Claims, KeyRing, KeyRingError, MintedKey,
        PublicKey, SigningKey,
    },
    shared::{SessionId, Timestamp, TokenId, UserId},
};
use uuid::Uuid;

use super::{checksum, from_hex, to_hex};

/// How far the clocks of two nodes may differ.
const LEEWAY: Duration = Duration::from_secs(5);

/// Access tokens with a checksum in place of a signature, and keys that are sealed with one.
#[derive(Debug, Default)]
pub struct PlainAccessTokens {
    /// The number of the newest secret.
    newest: u32,
    installed: RwLock<Vec<SigningKey>>,
}

impl PlainAccessTokens {
    /// Seals under the secret of this number, and opens what was sealed under one before it, too.
    /// The first is number 0.
    pub fn with_secret(number: u32) -> Self {
        Self { newest: number, ..Self::default() }
    }

    fn keys(&self) -> Vec<SigningKey> {
        let keys = self.installed.read().unwrap_or_else(PoisonError::into_inner);
        keys.clone()
    }
}

fn seal(secret: u32, kid: &str) -> Vec<u8> {
    checksum(("sealed", secret, kid)).into_bytes()
}

impl KeyRing for PlainAccessTokens {
    fn mint(&self) -> Result<MintedKey, KeyRingError> {
        static MINTED: AtomicU64 = AtomicU64::new(1);
        let kid = checksum(("key", MINTED.fetch_add(1, Ordering::SeqCst)));
        let sealed = seal(self.newest, &kid);
        Ok(MintedKey { kid, sealed })
    }

    fn install(&self, keys: &[SigningKey]) -> Result<(), KeyRingError> {
        keys.iter().try_for_each(|key| self.require_openable(key))?;
        let mut keys = keys.to_vec();
        keys.sort_by_key(|key| key.generation);
        *self.installed.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }

    fn require_openable(&self, key: &SigningKey) -> Result<(), KeyRingError> {
        let mut secrets = 0..=self.newest;
        match secrets.any(|secret| key.sealed == seal(secret, &key.kid)) {
            true => Ok(()),
            false => Err(KeyRingError::Sealed { kid: key.kid.clone() }),
        }
    }

    fn reseal(&self, key: &SigningKey) -> Result<Option<Vec<u8>>, KeyRingError> {
        let sealed = seal(self.newest, &key.kid);
        Ok((sealed != key.sealed).then_some(sealed))
    }
}

impl AccessTokens for PlainAccessTokens {
    fn sign(&self, claims: &Claims) -> Result<AccessToken, KeyRingError> {
        let is_active = |key: &SigningKey| key.active_at <= claims.issued_at;
        let key = self.keys().into_iter().rfind(is_active).ok_or(KeyRingError::Empty)?;
        let payload = to_hex(write(claims).as_bytes());
        let signature = checksum((&key.kid, &payload));
        let token = format!("{}.{payload}.{signature}", key.kid);
        Ok(AccessToken(token.into()))
    }

    fn verify(&self, token: &str, now: Timestamp) -> Result<Claims, AccessTokenError> {
        let claims = self.read(token).ok_or(AccessTokenError::Invalid)?;
        if claims.issued_at > now.plus(LEEWAY) {
            return Err(AccessTokenError::Invalid);
        }
        if claims.expires_at <= now {
            return Err(AccessTokenError::Expired);
        }
        Ok(claims)
    }

    fn public_keys(&self) -> Vec<PublicKey> {
        let public = |key: SigningKey| PublicKey {
            x: checksum(("public", &key.kid)).repeat(2).into_bytes(),
            kid: key.kid,
        };
        self.keys().into_iter().map(public).collect()
    }
}

impl PlainAccessTokens {
    fn read(&self, token: &str) -> Option<Claims> {
        let (kid, rest) = token.split_once('.')?;
        let (payload, signature) = rest.split_once('.')?;
        let keys = self.keys();
        let key = keys.iter().find(|key| key.kid == kid)?;
        if signature != checksum((&key.kid, payload)) {
            return None;
        }
        parse(&String::from_utf8(from_hex(payload)?).ok()?)
    }
}

/// One claim a line: neither a name nor an address has a line break in it.
fn write(claims: &Claims) -> String {
    let text = |text: &Option<String>| text.as_ref().map_or("-".into(), |t| format!("+{t}"));
    [
        claims.id.to_string(),
        claims.user_id.to_string(),
        claims.session_id.to_string(),
        claims.generation.to_string(),
        claims.role.to_string(),
        text(&claims.name),
        text(&claims.email),
        claims.email_verified.to_string(),
        claims.authenticated_at.unix_millis().to_string(),
        claims.issued_at.unix_millis().to_string(),
        claims.expires_at.unix_millis().to_string(),
    ]
    .join("\n")
}

fn parse(text: &str) -> Option<Claims> {
    let mut lines = text.split('\n');
    let mut line = || lines.next();
    let uuid = |text: &str| Uuid::try_parse(text).ok();
    let text = |text: &str| text.strip_prefix('+').map(str::to_owned);
    let moment = |text: &str| text.parse().ok().map(Timestamp::from_unix_millis);
    Some(Claims {
        id: TokenId::from_uuid(uuid(line()?)?),
        user_id: UserId::from_uuid(uuid(line()?)?),
        session_id: SessionId::from_uuid(uuid(line()?)?),
        generation: line()?.parse().ok()?,
        role: Role::parse(line()?)?,
        name: text(line()?),
        email: text(line()?),
        email_verified: line()?.parse().ok()?,
        authenticated_at: moment(line()?)?,
        issued_at: moment(line()?)?,
        expires_at: moment(line()?)?,
    })
}

#[cfg(test)]
mod tests {
    use bookplate_domain::sessions::{AccessTokens, KeyRing, KeyRingError};

    use super::PlainAccessTokens;
    use crate::a_signing_key;

    crate::access_tokens_conformance!(PlainAccessTokens::default);

    #[test]
    fn a_key_is_sealed_anew_under_a_newer_secret_and_stays_the_same_key() {
        let (old, new) = (PlainAccessTokens::default(), PlainAccessTokens::with_secret(1));
        let minted = old.mint().unwrap();
        let mut key = a_signing_key(1);
        (key.kid, key.sealed) = (minted.kid, minted.sealed);
        new.install(std::slice::from_ref(&key)).unwrap();
        let before = new.public_keys();
        key.sealed = new.reseal(&key).unwrap().expect("it was sealed under an older one");
        assert_eq!(new.reseal(&key).unwrap(), None);
        new.install(std::slice::from_ref(&key)).unwrap();
        assert_eq!(new.public_keys(), before);
        assert!(matches!(old.install(&[key]), Err(KeyRingError::Sealed { .. })));
    }
}
