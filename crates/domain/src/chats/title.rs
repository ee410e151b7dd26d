use std::fmt;

use super::{
    preview::{clip, one_line},
    vocabulary::vocabulary,
};
use crate::shared::{
    Invalid,
    plain_text::{Lines, PlainText},
};

/// What a chat is called: one line of 1 to 200 characters, kept as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title(String);

impl Title {
    /// The longest title, in characters.
    pub const MAX_CHARS: usize = 200;

    /// How much of a question becomes the title of its chat, in characters.
    const FROM_QUESTION: usize = 60;

    const TEXT: PlainText = PlainText {
        max_chars: Self::MAX_CHARS,
        lines: Lines::One,
        blank: "there is no title; null removes it",
        too_long: "a title has at most 200 characters",
        not_allowed: "a title is one line without marks that reorder it",
    };

    /// Judges what somebody typed.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::TEXT.judge(text).map_err(Invalid::too_long_is_a_limit)?;
        Ok(Self(text.to_owned()))
    }

    /// The beginning of a question, up to the end of a word. `None` if nothing of it can be seen.
    pub(super) fn of_question(text: &str) -> Option<Self> {
        Self::parse(clip(&one_line(text), Self::FROM_QUESTION)).ok()
    }

    /// Takes a title as a store kept it.
    pub fn from_stored(title: String) -> Self {
        Self(title)
    }

    /// The title.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

vocabulary! {
    /// Where the title of a chat comes from.
    TitleSource {
        /// From the first question, or from nowhere yet.
        Auto = "auto",
        /// From a model.
        Generated = "generated",
        /// From the owner: no other source overwrites it.
        User = "user",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::FieldCode;

    #[test]
    fn a_title_is_kept_as_it_was_typed_or_refused() {
        for text in ["<script>alert(1)</script>", " PID ", "שלום \u{200f}!", "Zoe\u{308} 👩‍💻"]
        {
            assert_eq!(Title::parse(text).unwrap().as_str(), text);
        }
        for (text, code) in [
            ("", FieldCode::Required),
            ("\u{200b}", FieldCode::Required),
            ("a\nb", FieldCode::NotAllowed),
            ("a\u{202e}b", FieldCode::NotAllowed),
            (&"x".repeat(201), FieldCode::LimitExceeded),
        ] {
            assert_eq!(Title::parse(text).map_err(|e| e.code), Err(code), "{text:?}");
        }
        assert!(Title::parse(&"é".repeat(200)).is_ok());
    }

    #[test]
    fn a_question_gives_its_first_words() {
        let of = |text: &str| Title::of_question(text).map(|title| title.0);
        assert_eq!(of("How do PID\n loops\u{0}work?").as_deref(), Some("How do PID loops work?"));
        assert_eq!(of(&"word ".repeat(40)).as_deref(), Some("word ".repeat(12).trim_end()));
        assert_eq!(of(&"x".repeat(100)), Some("x".repeat(60)));
        assert_eq!(of("\u{202e}evil").as_deref(), Some("evil"));
        assert_eq!(of(" \n\u{200b} "), None);
    }
}
