use std::fmt;

use crate::shared::{
    Invalid, Timestamp,
    plain_text::{Lines, PlainText},
};

/// Nobody may use an account while this holds.
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

/// Why an account was suspended, for those who look after accounts: one line, 1 to 500 characters,
/// in NFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuspensionReason(String);

impl SuspensionReason {
    /// The longest reason, in characters.
    pub const MAX_CHARS: usize = 500;

    const TEXT: PlainText = PlainText {
        max_chars: Self::MAX_CHARS,
        lines: Lines::One,
        blank: "a reason is required",
        too_long: "a reason has at most 500 characters",
        not_allowed: "a reason is one line of text",
    };

    /// Trims, normalises and judges what somebody typed.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::TEXT.parse(text).map(Self)
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
    use crate::shared::FieldCode;

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
            ("\u{200b} \u{200d}", FieldCode::Required),
            ("a\nb", FieldCode::NotAllowed),
            (&"x".repeat(501), FieldCode::TooLong),
        ] {
            assert_eq!(SuspensionReason::parse(text).map_err(|e| e.code), Err(code));
        }
    }
}
