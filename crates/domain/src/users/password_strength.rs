use super::NewPassword;
use crate::shared::Invalid;

/// How hard a password is to guess: zxcvbn's estimate, the only one there is in this service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordStrength {
    /// From 0, guessed at once, to 4, never guessed.
    pub score: u8,
    /// One English sentence about what makes it weak, if that can be said.
    pub warning: Option<String>,
}

impl PasswordStrength {
    /// The name of this product: a bad part of a password here.
    const PRODUCT: &'static str = "bookplate";

    /// Estimates a password in NFKC, of [`NewPassword::MAX_BYTES`] at most. `hints` are words that
    /// an attacker would try first: the owner's address and name. It takes up to some tens of
    /// milliseconds.
    pub fn estimate(nfkc: &str, hints: &[&str]) -> Self {
        let mut words: Vec<&str> = hints
            .iter()
            .flat_map(|hint| hint.split(|c: char| !c.is_alphanumeric()).chain([*hint]))
            .filter(|word| word.chars().count() > 2)
            .collect();
        words.push(Self::PRODUCT);
        let estimate = zxcvbn::zxcvbn(nfkc, &words);
        let warning = estimate.feedback().and_then(|f| f.warning()).map(|w| w.to_string());
        Self { score: u8::from(estimate.score()), warning }
    }
}

/// What is thought of a password that somebody would like to have.
#[derive(Clone, Debug)]
pub struct RatedPassword {
    /// The estimated strength, 0 to 4. What cannot be a password at all, since it is empty, too long
    /// or has a NUL, is not estimated and has 0.
    pub score: u8,
    /// The password, or why it is none.
    pub verdict: Result<NewPassword, Invalid>,
}
