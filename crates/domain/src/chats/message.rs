use std::{fmt, time::Duration};

use uuid::Uuid;

use super::{Feedback, MessageMetadata, Parts, preview, vocabulary::vocabulary};
use crate::shared::{ChatId, FieldCode, Invalid, Limit, Random, Timestamp};

/// Names a message in its chat: 1 to 64 of `A-Z a-z 0-9 _ -`. Whoever writes the message may choose
/// it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(String);

impl MessageId {
    /// The longest id, in characters.
    pub const MAX_CHARS: usize = 64;

    /// Judges an id that somebody chose.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if text.is_empty() || text.len() > Self::MAX_CHARS || !text.bytes().all(allowed) {
            let why = "must be 1 to 64 letters, digits, _ or -";
            return Err(Invalid::new(FieldCode::InvalidFormat, why));
        }
        Ok(Self(text.to_owned()))
    }

    /// Names a message whose writer does not.
    pub(super) fn mint(now: Timestamp, random: &dyn Random) -> Self {
        Self(format!("msg_{}", ChatId::mint(now, random).as_uuid().simple()))
    }

    /// Takes an id as a store kept it.
    pub fn from_stored(id: String) -> Self {
        Self(id)
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

vocabulary! {
    /// Who speaks in a message.
    MessageRole {
        /// Whoever built the application.
        System = "system",
        /// The user.
        User = "user",
        /// The model.
        Assistant = "assistant",
    }
}

vocabulary! {
    /// How far a message has come.
    MessageStatus {
        /// It is being written.
        Streaming = "streaming",
        /// It is whole.
        Complete = "complete",
        /// Its writing was broken off.
        Incomplete = "incomplete",
        /// Its writing failed.
        Error = "error",
    }
}

/// One message of a chat. The messages of a chat are a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Unique in its chat.
    pub id: MessageId,
    /// The chat.
    pub chat_id: ChatId,
    /// What it follows; `None` for a root.
    pub parent_id: Option<MessageId>,
    /// Its number in the chat, from 1 on: the order in which messages came. No other message gets
    /// it, even when this one is deleted. It is higher than the parent's.
    pub seq: u32,
    /// Who speaks.
    pub role: MessageRole,
    /// How far it has come, as its writer said; see [`status_at`](Self::status_at).
    pub status: MessageStatus,
    /// What it says.
    pub parts: Parts,
    /// What is remembered with it.
    pub metadata: Option<MessageMetadata>,
    /// What the owner thinks of it.
    pub feedback: Option<Feedback>,
    /// Of what was sent when it was appended, to know a retry by.
    pub fingerprint: Uuid,
    /// Where its chat stood in the list before it came: the chat's activity until then.
    pub chat_active_before: Timestamp,
    /// When it came. No message of a chat is older than one that came before.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
}

/// A message that was streaming for this long without a checkpoint was broken off.
const STREAM_IDLE: Duration = Duration::from_secs(10 * 60);

/// How much of a message is shown in the list of chats, in characters.
const PREVIEW: usize = 120;

impl Message {
    /// How many bytes of parts and metadata stand on one page, if it has more than one message.
    pub const MAX_PAGE_BYTES: usize = 1024 * 1024;

    /// How many of the messages that a limit lets through stand on one page, by the bytes of their
    /// parts and metadata.
    pub fn on_a_page(limit: Limit, bytes: impl IntoIterator<Item = usize>) -> Limit {
        let mut sum = 0;
        let fits = |bytes: &usize| {
            sum += bytes;
            sum <= Self::MAX_PAGE_BYTES
        };
        let fitting = bytes.into_iter().take(limit.get().into()).take_while(fits).count();
        Limit::parse(fitting as u64).unwrap_or(Limit::LEAST)
    }

    /// How far it has come: what has been streaming for ten minutes without a checkpoint is
    /// incomplete.
    pub fn status_at(&self, now: Timestamp) -> MessageStatus {
        match self.status {
            MessageStatus::Streaming if self.updated_at.plus(STREAM_IDLE) < now => {
                MessageStatus::Incomplete
            }
            status => status,
        }
    }

    /// The beginning of its text on one line; `None` if it has none.
    pub(super) fn preview(&self) -> Option<String> {
        let line = preview::one_line(&self.parts.text());
        let beginning = preview::clip(&line, PREVIEW);
        (!beginning.is_empty()).then(|| beginning.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_64_harmless_characters_at_most() {
        for good in ["a", "msg_9f2k", "-_0Z", &"x".repeat(64)] {
            assert_eq!(MessageId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "a b", "é", "a/b", "a.b", "a\0", &"x".repeat(65)] {
            assert!(MessageId::parse(bad).is_err(), "{bad:?}");
        }
    }
}
