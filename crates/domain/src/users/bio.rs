use crate::shared::{
    Invalid,
    plain_text::{Lines, PlainText},
};

/// A few words of somebody about themselves: 1 to 500 characters in NFC, on as many lines as they
/// like, parted by LF.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bio(String);

impl Bio {
    /// The longest text, in characters.
    pub const MAX_CHARS: usize = 500;

    const TEXT: PlainText = PlainText {
        max_chars: Self::MAX_CHARS,
        lines: Lines::Several,
        blank: "there is no text; null removes it",
        too_long: "the text has at most 500 characters",
        not_allowed: "the text has a control character or a mark that reorders it",
    };

    /// Trims, normalises and judges what somebody typed. CRLF becomes LF: forms send it.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::TEXT.parse(text).map(Self)
    }

    /// Takes a text as a store kept it.
    pub fn from_stored(bio: String) -> Self {
        Self(bio)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::FieldCode;

    fn bio(text: &str) -> Result<String, FieldCode> {
        Bio::parse(text).map(|bio| bio.0).map_err(|invalid| invalid.code)
    }

    #[test]
    fn it_may_have_several_lines_and_is_trimmed_and_composed() {
        assert_eq!(bio(" Reads.\r\n\r\nWrites.\n").as_deref(), Ok("Reads.\n\nWrites."));
        assert_eq!(bio("Zoe\u{308}").as_deref(), Ok("Zo\u{eb}"));
        assert_eq!(bio("أقرأ 👩‍💻").as_deref(), Ok("أقرأ 👩‍💻"));
    }

    #[test]
    fn nothing_to_see_is_no_text() {
        for blank in ["", " \n ", "\r\n", "\u{200b}\n\u{200d}"] {
            assert_eq!(bio(blank), Err(FieldCode::Required), "{blank:?}");
        }
    }

    #[test]
    fn other_controls_and_reordering_marks_are_refused() {
        for wrong in ["a\0b", "a\tb", "a\rb", "a\u{85}b", "a\u{2028}b", "a\u{202e}b", "a\u{2066}b"]
        {
            assert_eq!(bio(wrong), Err(FieldCode::NotAllowed), "{wrong:?}");
        }
    }

    #[test]
    fn its_length_is_counted_in_characters_after_trimming() {
        assert!(bio(&format!("  {}\n", "é".repeat(500))).is_ok());
        assert_eq!(bio(&"é".repeat(501)), Err(FieldCode::TooLong));
        assert_eq!(bio(&" ".repeat(100_000)), Err(FieldCode::TooLong));
    }

    proptest::proptest! {
        #[test]
        fn parsing_never_panics_and_is_idempotent(text in "(?s).{0,80}") {
            if let Ok(bio) = Bio::parse(&text) {
                proptest::prop_assert_eq!(Bio::parse(bio.as_str()), Ok(bio));
            }
        }
    }
}
