use crate::{
    shared::{FieldCode, Invalid},
    users::{DisplayName, EmailAddress},
};

/// Who a person is at one issuer: never used for another, and never the address, which can change
/// hands (OpenID Connect Core, 2 and 5.7).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject(String);

impl Subject {
    /// The longest subject, in bytes (OpenID Connect Core, 2: 255 ASCII characters).
    pub const MAX_BYTES: usize = 255;

    /// Judges what a provider says.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if !text.is_empty()
            && text.len() <= Self::MAX_BYTES
            && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
            && text.trim() == text
        {
            Ok(Self(text.to_owned()))
        } else {
            let message = "a subject is 1 to 255 characters of printable ASCII";
            Err(Invalid::new(FieldCode::InvalidFormat, message))
        }
    }

    /// Takes a subject as a store kept it.
    pub fn from_stored(subject: String) -> Self {
        Self(subject)
    }

    /// The subject.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a provider says of a person who has just signed in there, after everything about it was
/// verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// Who says it: the issuer's URL.
    pub issuer: String,
    /// Of whom.
    pub subject: Subject,
    /// The person's address, if the provider gave one that is an address.
    pub email: Option<EmailAddress>,
    /// Whether the provider vouches for it that the mailbox is the person's. It is `false` unless it
    /// says so in so many words, and is trusted with that.
    pub email_verified: bool,
    /// What the person is called, if the provider gave something that is a name.
    pub name: Option<DisplayName>,
}

impl Assertion {
    /// The address, if the provider vouches for it.
    pub fn verified_email(&self) -> Option<&EmailAddress> {
        self.email.as_ref().filter(|_| self.email_verified)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_printable_and_not_empty() {
        for subject in ["1", "auth0|5f7c", &"x".repeat(255)] {
            assert_eq!(Subject::parse(subject).unwrap().as_str(), subject);
        }
        for subject in ["", " ", " 1", "a\nb", "a\0", "ä", &"x".repeat(256)] {
            assert!(Subject::parse(subject).is_err(), "{subject:?}");
        }
    }
}
