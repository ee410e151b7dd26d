use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::{CodePointSetData, props::DefaultIgnorableCodePoint};

use super::{FieldCode, Invalid};

/// The bounds of a short text that somebody types, and what to say when it breaks them.
pub(crate) struct PlainText {
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
pub(crate) enum Lines {
    /// On one.
    One,
    /// On any number, parted by LF. CRLF becomes LF: forms send it.
    Several,
    /// On any number, with tabs, parted however its writer parts them.
    Any,
}

/// A text of this many bytes for each character that is allowed is not even looked at.
const MAX_BYTES_PER_CHAR: usize = 16;

impl PlainText {
    /// Trims a text, brings it into NFC and judges it.
    pub(crate) fn parse(&self, text: &str) -> Result<String, Invalid> {
        if text.len() > self.max_chars * MAX_BYTES_PER_CHAR {
            return Err(self.too_long());
        }
        let several = self.lines == Lines::Several;
        let text = if several { text.replace("\r\n", "\n") } else { text.to_owned() };
        let text = ComposingNormalizerBorrowed::new_nfc().normalize(text.trim()).into_owned();
        self.judge(&text)?;
        Ok(text)
    }

    /// Judges a text that is kept as it is.
    pub(crate) fn judge(&self, text: &str) -> Result<(), Invalid> {
        if is_blank(text) {
            return Err(Invalid::new(FieldCode::Required, self.blank));
        }
        if text.chars().count() > self.max_chars {
            return Err(self.too_long());
        }
        let allowed = match self.lines {
            Lines::One => [].as_slice(),
            Lines::Several => &['\n'],
            Lines::Any => &['\n', '\r', '\t'],
        };
        if text.chars().any(|c| breaks_a_line(c) && !allowed.contains(&c)) {
            return Err(Invalid::new(FieldCode::NotAllowed, self.not_allowed));
        }
        Ok(())
    }

    fn too_long(&self) -> Invalid {
        Invalid::new(FieldCode::TooLong, self.too_long).with("max", self.max_chars as u64)
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
