use icu_normalizer::ComposingNormalizerBorrowed;

use super::plain_text::{breaks_a_line, is_blank};
use crate::shared::{FieldCode, Invalid};

/// A few words of somebody about themselves: 1 to 500 characters in NFC, on as many lines as they
/// like, parted by LF.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bio(String);

impl Bio {
    /// The longest text, in characters.
    pub const MAX_CHARS: usize = 500;

    /// Trims, normalises and judges what somebody typed. CRLF becomes LF: forms send it.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.len() > Self::MAX_CHARS * 16 {
            return Err(too_long());
        }
        let text = text.replace("\r\n", "\n");
        let bio = ComposingNormalizerBorrowed::new_nfc().normalize(text.trim()).into_owned();
        if is_blank(&bio) {
            return Err(Invalid::new(FieldCode::Required, "there is no text; null removes it"));
        }
        if bio.chars().count() > Self::MAX_CHARS {
            return Err(too_long());
        }
        if bio.chars().any(|c| c != '\n' && breaks_a_line(c)) {
            let why = "the text has a control character or a mark that reorders it";
            return Err(Invalid::new(FieldCode::NotAllowed, why));
        }
        Ok(Self(bio))
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

fn too_long() -> Invalid {
    Invalid::new(FieldCode::TooLong, "the text has at most 500 characters")
        .with("max", Bio::MAX_CHARS as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

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
