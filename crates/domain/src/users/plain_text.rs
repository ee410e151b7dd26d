use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::{CodePointSetData, props::DefaultIgnorableCodePoint};

use crate::shared::{FieldCode, Invalid};

/// The bounds of a short text that somebody types, and what to say when it breaks them.
pub(super) struct PlainText {
    /// The longest text, in characters.
    pub max_chars: usize,
    /// On how many lines it may stand.
    pub lines: Lines,
    /// Said of a text of which nothing can be seen.
    pub blank: &'static str,
    /// Said of a text that is too long.
    pub too_long: &'static str,
    /// Said of a text with characters that it may not have.
    pub not_allowed: &'static str,
}

/// On how many lines a text may stand.
#[derive(PartialEq, Eq)]
pub(super) enum Lines {
    /// On one.
    One,
    /// On any number, parted by LF. CRLF becomes LF: forms send it.
    Several,
}

/// A text of this many bytes for each character that is allowed is not even looked at.
const MAX_BYTES_PER_CHAR: usize = 16;

impl PlainText {
    /// Trims a text, brings it into NFC and judges it.
    pub(super) fn parse(&self, text: &str) -> Result<String, Invalid> {
        let too_long =
            || Invalid::new(FieldCode::TooLong, self.too_long).with("max", self.max_chars as u64);
        if text.len() > self.max_chars * MAX_BYTES_PER_CHAR {
            return Err(too_long());
        }
        let several = self.lines == Lines::Several;
        let text = if several { text.replace("\r\n", "\n") } else { text.to_owned() };
        let text = ComposingNormalizerBorrowed::new_nfc().normalize(text.trim()).into_owned();
        if is_blank(&text) {
            return Err(Invalid::new(FieldCode::Required, self.blank));
        }
        if text.chars().count() > self.max_chars {
            return Err(too_long());
        }
        if text.chars().any(|c| breaks_a_line(c) && !(several && c == '\n')) {
            return Err(Invalid::new(FieldCode::NotAllowed, self.not_allowed));
        }
        Ok(text)
    }
}

/// Controls, line and paragraph separators, and the marks that reorder the text around them.
fn breaks_a_line(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether nothing of a text can be seen.
fn is_blank(text: &str) -> bool {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    text.chars().all(|c| c.is_whitespace() || ignorable.contains(c))
}
