use std::fmt;

use crate::shared::{
    Invalid,
    plain_text::{Lines, PlainText},
};

/// What a person is called: one line, 1 to 100 characters, in NFC.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DisplayName(String);

impl DisplayName {
    /// The longest name, in characters.
    pub const MAX_CHARS: usize = 100;

    const TEXT: PlainText = PlainText {
        max_chars: Self::MAX_CHARS,
        lines: Lines::One,
        blank: "a name is required",
        too_long: "a name has at most 100 characters",
        not_allowed: "a name is one line of text",
    };

    /// Trims, normalises and judges what somebody typed.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::TEXT.parse(text).map(Self)
    }

    /// Takes a name as a store kept it.
    pub fn from_stored(name: String) -> Self {
        Self(name)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::FieldCode;

    #[test]
    fn a_name_is_one_trimmed_line() {
        assert_eq!(DisplayName::parse("  Ada Lovelace ").unwrap().as_str(), "Ada Lovelace");
        assert_eq!(DisplayName::parse("أحمد").unwrap().as_str(), "أحمد");
        for (text, code) in [
            ("", FieldCode::Required),
            ("  ", FieldCode::Required),
            ("\u{200b} \u{200d}", FieldCode::Required),
            ("Ada\r\nBcc: eve@example.com", FieldCode::NotAllowed),
            ("Ada\0", FieldCode::NotAllowed),
            ("Ada\u{202e}evE", FieldCode::NotAllowed),
        ] {
            assert_eq!(DisplayName::parse(text).map_err(|e| e.code), Err(code), "{text:?}");
        }
        assert!(DisplayName::parse(&"é".repeat(100)).is_ok());
        let long = DisplayName::parse(&"é".repeat(101));
        assert_eq!(long.map_err(|e| e.code), Err(FieldCode::TooLong));
    }
}
