use std::fmt;

use super::plain_text::breaks_a_line;
use crate::shared::{FieldCode, Invalid, Timestamp};

/// That nobody may use an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// Since when.
    pub at: Timestamp,
    /// Until when; `None` if it does not end by itself.
    pub until: Option<Timestamp>,
    /// Why.
    pub reason: SuspensionReason,
}

impl Suspension {
    /// Whether it has not come to its end.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It may.
    Active,
    /// It may not for now.
    Suspended,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 2] = [Self::Active, Self::Suspended];

    /// The status as it stands in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    /// Reads what [`as_str`](Self::as_str) wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// Why an account was suspended, for those who look after accounts: one line, 1 to 500 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuspensionReason(String);

impl SuspensionReason {
    /// The longest reason, in characters.
    pub const MAX_CHARS: usize = 500;

    /// Trims and judges what somebody typed.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::new(FieldCode::Required, "a reason is required"));
        }
        if text.chars().count() > Self::MAX_CHARS {
            return Err(Invalid::new(FieldCode::TooLong, "a reason has at most 500 characters")
                .with("max", Self::MAX_CHARS as u64));
        }
        if text.chars().any(breaks_a_line) {
            return Err(Invalid::new(FieldCode::NotAllowed, "a reason is one line of text"));
        }
        Ok(Self(text.to_owned()))
    }

    /// Takes a reason as a store kept it.
    pub fn from_stored(reason: String) -> Self {
        Self(reason)
    }

    /// The reason.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SuspensionReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suspension_holds_until_its_end() {
        let at = Timestamp::from_unix_millis;
        let reason = SuspensionReason::parse("spam").unwrap();
        let until = |until| Suspension { at: at(0), until, reason: reason.clone() };
        assert!(until(None).holds(at(i64::MAX)));
        assert!(until(Some(at(10))).holds(at(9)));
        assert!(!until(Some(at(10))).holds(at(10)));
    }

    #[test]
    fn a_reason_is_one_line() {
        assert_eq!(SuspensionReason::parse(" spam ").unwrap().as_str(), "spam");
        for (text, code) in [
            (" ", FieldCode::Required),
            ("a\nb", FieldCode::NotAllowed),
            (&"x".repeat(501), FieldCode::TooLong),
        ] {
            assert_eq!(SuspensionReason::parse(text).map_err(|e| e.code), Err(code));
        }
    }
}
