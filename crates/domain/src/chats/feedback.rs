use super::vocabulary::vocabulary;
use crate::shared::{
    Invalid, Timestamp,
    plain_text::{Lines, PlainText},
};

vocabulary! {
    /// Whether an answer was of use.
    Rating {
        /// It was.
        Up = "up",
        /// It was not.
        Down = "down",
    }
}

/// What the owner of a chat thinks of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// Whether it was of use.
    pub rating: Rating,
    /// In the owner's words.
    pub comment: Option<Comment>,
    /// Since when.
    pub at: Timestamp,
}

/// A few words on a message or a report: 1 to 1000 characters, kept as they were typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment(String);

impl Comment {
    /// The longest comment, in characters.
    pub const MAX_CHARS: usize = 1000;

    const TEXT: PlainText = PlainText {
        max_chars: Self::MAX_CHARS,
        lines: Lines::Any,
        blank: "there is no text; leave it out instead",
        too_long: "the text has at most 1000 characters",
        not_allowed: "the text has a control character or a mark that reorders it",
    };

    /// Judges what somebody typed.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::TEXT.judge(text)?;
        Ok(Self(text.to_owned()))
    }

    /// Takes a comment as a store kept it.
    pub fn from_stored(comment: String) -> Self {
        Self(comment)
    }

    /// The comment.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
