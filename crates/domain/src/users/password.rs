use std::fmt;

use icu_normalizer::ComposingNormalizerBorrowed;
use secrecy::{ExposeSecret, SecretString};

use super::{DisplayName, EmailAddress, PasswordStrength, RatedPassword};
use crate::shared::{FieldCode, Invalid};

/// What a new password must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The least number of characters.
    pub min_length: usize,
    /// The least zxcvbn score, 0 to 4.
    pub min_score: u8,
}

impl PasswordPolicy {
    /// Judges a password that is to be set. Its owner's address and name, as far as they are known,
    /// are what an attacker would try first.
    pub fn judge(
        self,
        text: &str,
        email: Option<&EmailAddress>,
        name: Option<&DisplayName>,
    ) -> Result<NewPassword, Invalid> {
        self.rate(text, email, name).verdict
    }

    /// The same, and how strong the password is.
    pub fn rate(
        self,
        text: &str,
        email: Option<&EmailAddress>,
        name: Option<&DisplayName>,
    ) -> RatedPassword {
        let email = email.map_or("", EmailAddress::written);
        let name = name.map_or("", DisplayName::as_str);
        NewPassword::rate(text, self, &[email, name])
    }
}

/// A password that somebody presents, in NFKC, so that every keyboard spells it alike
/// (NIST SP 800-63B-4, 3.1.1.2).
#[derive(Clone)]
pub struct Password {
    nfkc: SecretString,
    /// As it was typed, where that is another text.
    typed: Option<SecretString>,
}

impl Password {
    /// More than any password that was ever accepted, here or where an imported hash was made.
    const MAX_PRESENTED_BYTES: usize = 1024;

    /// Normalises what somebody typed; says nothing about its strength.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err(Invalid::new(FieldCode::Required, "a password is required"));
        }
        if text.len() > Self::MAX_PRESENTED_BYTES {
            return Err(Invalid::new(FieldCode::TooLong, "a password has at most 1024 bytes")
                .with("max", Self::MAX_PRESENTED_BYTES as u64));
        }
        let nfkc = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
        let typed = (nfkc != text).then(|| text.into());
        Ok(Self { nfkc: SecretString::from(nfkc.into_owned()), typed })
    }

    /// The password itself, for hashing it.
    pub fn expose(&self) -> &str {
        self.nfkc.expose_secret()
    }

    /// The password without normalising it, if that is another text: hashes that were made
    /// elsewhere may be of that.
    pub fn as_typed(&self) -> Option<Self> {
        self.typed.clone().map(|nfkc| Self { nfkc, typed: None })
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A password that may be set: long enough, short enough to be hashed whole, hard to guess.
#[derive(Clone, Debug)]
pub struct NewPassword(Password);

impl NewPassword {
    /// What bcrypt takes whole: 72 bytes less its terminating NUL.
    pub const MAX_BYTES: usize = 71;

    /// Judges a password by length and by zxcvbn's estimate. `hints` are words that an attacker
    /// would try first: the owner's address and name.
    pub fn parse(text: &str, policy: PasswordPolicy, hints: &[&str]) -> Result<Self, Invalid> {
        Self::rate(text, policy, hints).verdict
    }

    fn rate(text: &str, policy: PasswordPolicy, hints: &[&str]) -> RatedPassword {
        let unrated = |invalid| RatedPassword { score: 0, verdict: Err(invalid) };
        // Judged before normalising too, which is quadratic work for no one's good.
        if text.len() > Self::MAX_BYTES * 18 {
            return unrated(too_long());
        }
        let password = match Password::parse(text) {
            Ok(password) => password,
            Err(invalid) => return unrated(invalid),
        };
        let normalised = password.expose();
        if normalised.contains('\0') {
            let message = "a password has no NUL character";
            return unrated(Invalid::new(FieldCode::NotAllowed, message));
        }
        let is_short = normalised.chars().count() < policy.min_length;
        if normalised.len() > Self::MAX_BYTES {
            return unrated(if is_short { too_short(policy) } else { too_long() });
        }
        let PasswordStrength { score, warning } = PasswordStrength::estimate(normalised, hints);
        let verdict = if is_short {
            Err(too_short(policy))
        } else if score < policy.min_score {
            let message = warning.unwrap_or_else(|| "This password is easily guessed.".into());
            Err(Invalid::new(FieldCode::PasswordTooWeak, message)
                .with("score", u64::from(score))
                .with("minScore", u64::from(policy.min_score)))
        } else {
            Ok(Self(password))
        };
        RatedPassword { score, verdict }
    }

    /// The password, to hash it.
    pub fn as_password(&self) -> &Password {
        &self.0
    }
}

fn too_short(policy: PasswordPolicy) -> Invalid {
    Invalid::new(FieldCode::PasswordTooShort, "the password is too short")
        .with("min", policy.min_length as u64)
}

fn too_long() -> Invalid {
    Invalid::new(FieldCode::PasswordTooLong, "a password has at most 71 bytes of UTF-8")
        .with("max", NewPassword::MAX_BYTES as u64)
}

/// A stored password hash in PHC or modular crypt form.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes what a hasher or a store gives.
    pub fn from_stored(hash: String) -> Self {
        Self(hash)
    }

    /// The hash, for verifying and storing it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: PasswordPolicy = PasswordPolicy { min_length: 8, min_score: 3 };

    fn judge(text: &str, hints: &[&str]) -> Result<(), FieldCode> {
        NewPassword::parse(text, POLICY, hints).map(|_| ()).map_err(|e| e.code)
    }

    #[test]
    fn length_is_in_characters_below_and_in_bytes_above() {
        assert_eq!(judge("", &[]), Err(FieldCode::Required));
        assert_eq!(judge("x7#Qp2!", &[]), Err(FieldCode::PasswordTooShort));
        assert_eq!(judge("пароли", &[]), Err(FieldCode::PasswordTooShort));
        let seventy_one = &"correct horse battery staple ".repeat(3)[..71];
        assert_eq!(judge(seventy_one, &[]), Ok(()));
        assert_eq!(judge(&format!("{seventy_one}x"), &[]), Err(FieldCode::PasswordTooLong));
        assert_eq!(judge(&"x".repeat(1_000_000), &[]), Err(FieldCode::PasswordTooLong));
    }

    #[test]
    fn bytes_are_counted_after_nfkc() {
        // A ligature has 3 bytes as typed and 2 after; 36 of them are 108 and 72.
        let lenient = PasswordPolicy { min_score: 0, ..POLICY };
        let judge =
            |count| NewPassword::parse(&"ﬀ".repeat(count), lenient, &[]).map_err(|e| e.code);
        assert!(judge(35).is_ok());
        assert_eq!(judge(36).map(|_| ()), Err(FieldCode::PasswordTooLong));
        let composed = Password::parse("e\u{301}").unwrap();
        assert_eq!(composed.expose(), Password::parse("é").unwrap().expose());
    }

    #[test]
    fn a_guessable_password_is_too_weak() {
        assert_eq!(judge("password", &[]), Err(FieldCode::PasswordTooWeak));
        assert_eq!(judge("bookplate1", &[]), Err(FieldCode::PasswordTooWeak));
        assert_eq!(judge("correct horse battery staple", &[]), Ok(()));
    }

    #[test]
    fn the_owners_name_and_address_are_hints() {
        let hints = ["grunthilde.zwack@example.com", "Grunthilde Zwack"];
        assert_eq!(judge("grunthildezwack", &[]), Ok(()));
        assert_eq!(judge("grunthildezwack", &hints), Err(FieldCode::PasswordTooWeak));
    }

    #[test]
    fn what_is_too_short_has_a_score_and_what_is_too_long_is_not_estimated() {
        let score = |text: &str| POLICY.rate(text, None, None).score;
        assert_eq!(score("x7#Qp2!"), 2);
        assert_eq!(score("correct horse battery staple"), 4);
        assert_eq!(score("password"), 0);
        let long = "correct horse battery staple ".repeat(3);
        assert_eq!((score(&long[..71]), score(&long[..72]), score("")), (4, 0, 0));
    }

    #[test]
    fn nothing_tells_a_password_in_a_log() {
        let password = NewPassword::parse("correct horse battery staple", POLICY, &[]).unwrap();
        assert_eq!(format!("{password:?}"), "NewPassword(Password(…))");
        let hash = PasswordHash::from_stored("$2b$12$secret".into());
        assert!(!format!("{hash:?}").contains("secret"));
    }
}
