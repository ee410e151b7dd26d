use std::fmt;

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bookplate_domain::users::{OpaqueToken, OpaqueTokens, TokenPurpose};
use secrecy::SecretString;
use uuid::Uuid;

use crate::Secrets;

const ID_BYTES: usize = 16;
const NAMED_BYTES: usize = ID_BYTES + 4;
const TAG_BYTES: usize = 32;
const TOKEN_BYTES: usize = NAMED_BYTES + TAG_BYTES;

/// Tokens of the form `prefix base64url(id ‖ generation ‖ HMAC-SHA256(purpose ‖ id ‖ generation))`,
/// with the 16 bytes of the id and the generation in 4, the highest first.
pub struct HmacOpaqueTokens {
    keys: Vec<hmac::Key>,
}

impl HmacOpaqueTokens {
    /// Derives its keys.
    pub fn new(secrets: &Secrets) -> Self {
        Self { keys: secrets.hmac_keys_for("opaque tokens 1") }
    }
}

impl OpaqueTokens for HmacOpaqueTokens {
    fn issue(&self, purpose: TokenPurpose, id: Uuid, generation: u32) -> SecretString {
        let mut token = Vec::with_capacity(TOKEN_BYTES);
        token.extend_from_slice(id.as_bytes());
        token.extend_from_slice(&generation.to_be_bytes());
        let tag = hmac::sign(&self.keys[0], &authenticated(purpose, &token));
        token.extend_from_slice(tag.as_ref());
        let text = URL_SAFE_NO_PAD.encode(token);
        format!("{}{text}", purpose.prefix()).into()
    }

    fn open(&self, purpose: TokenPurpose, text: &str) -> Option<OpaqueToken> {
        let encoded = text.strip_prefix(purpose.prefix())?;
        // Text of another length is not worth decoding, however long it is.
        if encoded.len() != base64::encoded_len(TOKEN_BYTES, false)? {
            return None;
        }
        // The engine takes the canonical form only: no padding, no stray bits at the end.
        let token = URL_SAFE_NO_PAD.decode(encoded).ok()?;
        let (named, tag) = token.split_at_checked(NAMED_BYTES)?;
        let message = authenticated(purpose, named);
        // `hmac::verify` compares in constant time. Which secret it was is no secret.
        self.keys.iter().find(|key| hmac::verify(key, &message, tag).is_ok())?;
        let (id, generation) = named.split_at_checked(ID_BYTES)?;
        Some(OpaqueToken {
            id: Uuid::from_slice(id).ok()?,
            generation: u32::from_be_bytes(generation.try_into().ok()?),
        })
    }
}

/// What the tag covers. The last part always has the same length, so no two inputs meet.
fn authenticated(purpose: TokenPurpose, named: &[u8]) -> Vec<u8> {
    [purpose.as_str().as_bytes(), named].concat()
}

impl fmt::Debug for HmacOpaqueTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacOpaqueTokens(…)")
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::secrets::tests::{FIRST, SECOND, secrets};

    const ID: Uuid = Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0001);

    fn tokens(list: &[&str]) -> HmacOpaqueTokens {
        HmacOpaqueTokens::new(&secrets(list))
    }

    fn issue(tokens: &HmacOpaqueTokens, purpose: TokenPurpose) -> String {
        tokens.issue(purpose, ID, 7).expose_secret().to_owned()
    }

    fn with_one_secret() -> HmacOpaqueTokens {
        tokens(&[FIRST])
    }

    bookplate_testkit::opaque_tokens_conformance!(with_one_secret);

    #[test]
    fn the_form_never_changes() {
        // Computed once with another implementation of HKDF and HMAC. Whoever changes this signs
        // everybody out and breaks every link that was mailed.
        assert_eq!(
            issue(&tokens(&[FIRST]), TokenPurpose::Refresh),
            "bp_rt_AZgAAAAAcACAAAAAAAAAAQAAAAeXAw9MZ2xkKH0L8a4nj9gdy95J1YCbdcDA1UE-JFa16A"
        );
    }

    #[test]
    fn every_configured_secret_opens_but_only_the_first_issues() {
        let (old, new) = (tokens(&[FIRST]), tokens(&[SECOND]));
        let rotating = tokens(&[SECOND, FIRST]);
        let purpose = TokenPurpose::VerifyEmail;
        let expected = Some(OpaqueToken { id: ID, generation: 7 });
        assert_eq!(rotating.open(purpose, &issue(&old, purpose)), expected);
        assert_eq!(issue(&rotating, purpose), issue(&new, purpose));
        assert_eq!(new.open(purpose, &issue(&old, purpose)), None);
    }

    #[test]
    fn a_token_dressed_up_for_another_purpose_is_refused() {
        let tokens = tokens(&[FIRST]);
        let mailed = issue(&tokens, TokenPurpose::ConfirmRegistration);
        let body = mailed.strip_prefix("bp_cr_").unwrap();
        for (purpose, text) in [
            (TokenPurpose::Refresh, format!("bp_rt_{body}")),
            (TokenPurpose::VerifyEmail, format!("bp_ve_{body}")),
            (TokenPurpose::VerifyEmail, mailed.clone()),
            (TokenPurpose::ConfirmRegistration, body.to_owned()),
        ] {
            assert_eq!(tokens.open(purpose, &text), None, "{text}");
        }
    }

    #[test]
    fn only_the_canonical_text_is_accepted() {
        let tokens = tokens(&[FIRST]);
        let purpose = TokenPurpose::Refresh;
        let text = issue(&tokens, purpose);
        assert!(tokens.open(purpose, &text).is_some());

        // 52 bytes leave four bits of the last character unused.
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let (front, last) = text.split_at(text.len() - 1);
        for other in alphabet.chars().filter(|c| !last.starts_with(*c)) {
            assert_eq!(tokens.open(purpose, &format!("{front}{other}")), None);
        }
        for altered in [
            format!("{text}=="),
            format!("{text}A"),
            format!(" {text}"),
            format!("{text}\n"),
            text.to_uppercase(),
            front.to_owned(),
            format!("bp_rt_{}", "A".repeat(10_000_000)),
        ] {
            assert_eq!(tokens.open(purpose, &altered), None);
        }
    }

    #[test]
    fn every_bit_counts() {
        let tokens = tokens(&[FIRST]);
        let text = issue(&tokens, TokenPurpose::Refresh);
        let bytes = URL_SAFE_NO_PAD.decode(&text["bp_rt_".len()..]).unwrap();
        for bit in 0..TOKEN_BYTES * 8 {
            let mut altered = bytes.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            let altered = format!("bp_rt_{}", URL_SAFE_NO_PAD.encode(altered));
            assert_eq!(tokens.open(TokenPurpose::Refresh, &altered), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in ".{0,120}") {
            let tokens = tokens(&[FIRST]);
            for purpose in TokenPurpose::ALL {
                proptest::prop_assert_eq!(tokens.open(purpose, &text), None);
                let dressed = format!("{}{text}", purpose.prefix());
                proptest::prop_assert_eq!(tokens.open(purpose, &dressed), None);
            }
        }
    }
}
