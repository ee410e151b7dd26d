use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::shared::{FieldCode, Invalid};

/// What a front end keeps for itself, so that nobody else can use its one-time code: 43 to 128 of
/// `A`–`Z`, `a`–`z`, `0`–`9`, `-`, `.`, `_` and `~` (RFC 7636, 4.1).
#[derive(Clone, Debug)]
pub struct CodeVerifier(SecretString);

impl CodeVerifier {
    /// The shortest verifier, in characters.
    pub const MIN_CHARS: usize = 43;
    /// The longest verifier, in characters.
    pub const MAX_CHARS: usize = 128;

    /// Judges a verifier.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let unreserved = |byte: u8| is_base64url(byte) || matches!(byte, b'.' | b'~');
        let length = Self::MIN_CHARS..=Self::MAX_CHARS;
        if length.contains(&text.len()) && text.bytes().all(unreserved) {
            Ok(Self(SecretString::from(text)))
        } else {
            let message = "a code verifier is 43 to 128 unreserved characters";
            Err(Invalid::new(FieldCode::InvalidFormat, message))
        }
    }

    /// The verifier.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The SHA-256 of a [`CodeVerifier`] in base64url without padding, `S256` (RFC 7636, 4.2): 43
/// characters.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// The length of a challenge, in characters.
    pub const CHARS: usize = 43;

    /// Judges a challenge.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.len() == Self::CHARS && text.bytes().all(is_base64url) {
            Ok(Self(text.to_owned()))
        } else {
            let message =
                "a code challenge is 43 characters of base64url: the SHA-256 of the verifier";
            Err(Invalid::new(FieldCode::InvalidFormat, message))
        }
    }

    /// Takes a challenge as a store kept it, or as it was just made.
    pub fn from_stored(challenge: String) -> Self {
        Self(challenge)
    }

    /// The challenge.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CodeChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeChallenge(…)")
    }
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_is_43_to_128_unreserved_characters() {
        for text in ["a".repeat(43), "~".repeat(128), format!("{}-._~", "Z".repeat(43))] {
            assert_eq!(CodeVerifier::parse(&text).unwrap().expose(), text);
        }
        for text in
            ["a".repeat(42), "a".repeat(129), format!("{}+", "a".repeat(43)), "ä".repeat(43)]
        {
            assert!(CodeVerifier::parse(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_challenge_is_43_characters_of_base64url() {
        assert!(CodeChallenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").is_ok());
        for text in ["", &"a".repeat(42), &"a".repeat(44), &format!("{}=", "a".repeat(42))] {
            assert!(CodeChallenge::parse(text).is_err(), "{text}");
        }
    }
}
