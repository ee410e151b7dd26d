use crate::shared::{
    FieldCode, Invalid,
    plain_text::{Lines, PlainText},
};

/// A word that a user puts chats in order with: one line of 1 to 50 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag(String);

impl Tag {
    /// The longest tag, in characters.
    pub const MAX_CHARS: usize = 50;

    /// How many tags a chat may have.
    pub const MAX_PER_CHAT: usize = 20;

    const TEXT: PlainText = PlainText {
        max_chars: Self::MAX_CHARS,
        lines: Lines::One,
        blank: "a tag is not empty",
        too_long: "a tag has at most 50 characters",
        not_allowed: "a tag is one line without marks that reorder it",
    };

    /// Judges what somebody typed.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::TEXT.judge(text).map_err(Invalid::too_long_is_a_limit)?;
        Ok(Self(text.to_owned()))
    }

    /// The tags of a chat; one that stands there twice is kept once.
    pub fn of_chat(all: Vec<Self>) -> Result<Vec<Self>, Invalid> {
        let mut tags = Vec::new();
        for tag in all {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
            if tags.len() > Self::MAX_PER_CHAT {
                let why = "a chat has at most 20 tags";
                let max = Self::MAX_PER_CHAT as u64;
                return Err(Invalid::new(FieldCode::LimitExceeded, why).with("max", max));
            }
        }
        Ok(tags)
    }

    /// Takes a tag as a store kept it.
    pub fn from_stored(tag: String) -> Self {
        Self(tag)
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(count: usize) -> Vec<Tag> {
        (0..count).map(|n| Tag(n.to_string())).collect()
    }

    #[test]
    fn a_chat_has_twenty_different_tags_at_most() {
        assert_eq!(Tag::of_chat(numbered(20)).unwrap().len(), 20);
        let refused = Tag::of_chat(numbered(21)).map_err(|invalid| invalid.code);
        assert_eq!(refused, Err(FieldCode::LimitExceeded));
        assert_eq!(Tag::of_chat(vec![Tag("same".to_owned()); 30]).unwrap().len(), 1);
    }
}
