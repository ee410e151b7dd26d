use std::fmt;

use aws_lc_rs::hmac;
use bookplate_domain::limits::{LimitKey, LimitKeyDigest, Rule};

use crate::Secrets;

/// The first 128 bits of HMAC-SHA256 over the rule and the key: addresses of networks are few enough
/// to be guessed from a plain digest. Another newest secret makes others, and what was counted is
/// forgotten.
pub struct HmacLimitKeys {
    key: hmac::Key,
}

impl HmacLimitKeys {
    /// Derives its key from the newest secret.
    pub fn new(secrets: &Secrets) -> Self {
        // There is at least one secret.
        let key = secrets.hmac_keys_for("limit keys 1").swap_remove(0);
        Self { key }
    }
}

impl LimitKeyDigest for HmacLimitKeys {
    fn digest(&self, rule: Rule, key: &LimitKey) -> [u8; 16] {
        // No name of a rule or kind has a space.
        let named = match key {
            LimitKey::Network(ip) => format!("{} network {ip}", rule.as_str()),
            LimitKey::Mailbox(address) => format!("{} mailbox {address}", rule.as_str()),
            LimitKey::Session(id) => format!("{} session {id}", rule.as_str()),
            LimitKey::User(id) => format!("{} user {id}", rule.as_str()),
        };
        let tag = hmac::sign(&self.key, named.as_bytes());
        let mut digest = [0; 16];
        digest.copy_from_slice(&tag.as_ref()[..16]);
        digest
    }
}

impl fmt::Debug for HmacLimitKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacLimitKeys(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::secrets::tests::{FIRST, SECOND, secrets};

    #[test]
    fn each_rule_key_and_secret_has_a_digest_of_its_own() {
        let keys = [
            LimitKey::network([192, 0, 2, 1].into()),
            LimitKey::network([192, 0, 2, 2].into()),
            LimitKey::Mailbox("192.0.2.1".to_owned()),
            LimitKey::Mailbox("ada@example.com".to_owned()),
        ];
        let mut digests = HashSet::new();
        for list in [&[FIRST][..], &[SECOND, FIRST]] {
            let named = HmacLimitKeys::new(&secrets(list));
            for rule in Rule::ALL {
                for key in &keys {
                    assert_eq!(named.digest(rule, key), named.digest(rule, key));
                    assert!(digests.insert(named.digest(rule, key)));
                }
            }
        }
        let rotated = HmacLimitKeys::new(&secrets(&[FIRST, SECOND]));
        assert!(!digests.insert(rotated.digest(Rule::LogIn, &keys[0])));
    }
}
