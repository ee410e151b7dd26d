use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use quick_cache::sync::Cache;

use crate::jwt_claims::ReadClaims;

/// How many tokens are remembered, in 10 MiB at most; those that are seen often stay the longest.
const TOKENS: usize = 10_000;

/// What stands for a token, which is a secret that had better not lie in memory for as long as it
/// works.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenDigest([u8; SHA256_OUTPUT_LEN]);

impl TokenDigest {
    pub(crate) fn of(token: &str) -> Self {
        let mut bytes = [0; SHA256_OUTPUT_LEN];
        bytes.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        Self(bytes)
    }
}

/// Tokens that were verified under the keys that are held: a signature is four fifths of the work of
/// a request. Only those of which everything was right are remembered, so that nobody else's text
/// takes their places; their times are judged anew each time.
pub(crate) struct VerifiedTokens(Cache<TokenDigest, Arc<ReadClaims>>);

impl VerifiedTokens {
    pub(crate) fn get(&self, token: &TokenDigest) -> Option<Arc<ReadClaims>> {
        self.0.get(token)
    }

    pub(crate) fn remember(&self, token: TokenDigest, claims: ReadClaims) {
        self.0.insert(token, Arc::new(claims));
    }

    pub(crate) fn forget(&self, token: &TokenDigest) {
        self.0.remove(token);
    }
}

impl Default for VerifiedTokens {
    fn default() -> Self {
        Self(Cache::new(TOKENS))
    }
}

#[cfg(test)]
mod tests {
    use bookplate_domain::sessions::{AccessTokenError, AccessTokens, KeyRing};

    use super::*;
    use crate::{
        access_tokens::tests::{NOW, at, claims, one_key, sign},
        key_ring::{Ed25519KeyRing, tests::minted},
    };

    fn remembers(ring: &Ed25519KeyRing, token: &str) -> bool {
        ring.installed().verified.get(&TokenDigest::of(token)).is_some()
    }

    #[test]
    fn a_token_is_remembered_once_it_was_verified_and_until_it_expires() {
        let (ring, _) = one_key();
        let token = sign(&ring);
        assert!(!remembers(&ring, &token));
        for _ in 0..2 {
            assert_eq!(ring.verify(&token, at(NOW + 899)), Ok(claims()));
            assert!(remembers(&ring, &token));
        }
        assert_eq!(ring.verify(&token, at(NOW + 900)), Err(AccessTokenError::Expired));
        assert!(!remembers(&ring, &token));
        assert_eq!(ring.verify(&token, at(NOW + 900)), Err(AccessTokenError::Expired));
        assert!(!remembers(&ring, &token));
    }

    #[test]
    fn a_token_that_is_remembered_is_not_accepted_before_its_time() {
        let (ring, _) = one_key();
        let token = sign(&ring);
        ring.verify(&token, at(NOW)).unwrap();
        assert_eq!(ring.verify(&token, at(NOW - 6)), Err(AccessTokenError::Invalid));
    }

    #[test]
    fn nothing_else_passes_for_a_token_that_is_remembered() {
        let (ring, _) = one_key();
        let token = sign(&ring);
        ring.verify(&token, at(NOW)).unwrap();
        for place in 0..token.len() {
            let mut altered = token.clone().into_bytes();
            altered[place] = if altered[place] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            let verdict = ring.verify(&altered, at(NOW));
            assert_eq!(verdict, Err(AccessTokenError::Invalid), "{place}");
            assert!(!remembers(&ring, &altered));
        }
        for altered in [format!("{token} "), format!("{token}."), token[1..].to_owned()] {
            assert_eq!(ring.verify(&altered, at(NOW)), Err(AccessTokenError::Invalid));
        }
    }

    #[test]
    fn what_was_known_of_keys_goes_with_them_and_stays_where_they_stay() {
        let (ring, key) = one_key();
        let token = sign(&ring);
        ring.verify(&token, at(NOW)).unwrap();
        ring.install(std::slice::from_ref(&key)).unwrap();
        assert!(remembers(&ring, &token));

        let second = minted(&ring, 2);
        ring.install(&[key.clone(), second.clone()]).unwrap();
        assert!(!remembers(&ring, &token));
        assert_eq!(ring.verify(&token, at(NOW)), Ok(claims()));
        ring.install(&[second]).unwrap();
        assert_eq!(ring.verify(&token, at(NOW)), Err(AccessTokenError::Invalid));
    }

    #[test]
    fn however_many_tokens_come_so_many_are_remembered() {
        let (ring, _) = one_key();
        let token = sign(&ring);
        ring.verify(&token, at(NOW)).unwrap();
        let verified = &ring.installed().verified;
        let claims = verified.get(&TokenDigest::of(&token)).unwrap();
        for number in 0..TOKENS + 500 {
            verified.remember(TokenDigest::of(&number.to_string()), claims.as_ref().clone());
        }
        let remembered = verified.0.len();
        assert!((TOKENS * 9 / 10..=TOKENS).contains(&remembered), "{remembered}");
    }
}
