use super::{
    ChatError, ChatLimit, ChatMetadata, Message, MessageId, MessageRole, Tag, Title, TitleSource,
};
use crate::shared::{ChatId, IfVersion, Timestamp, UserId};

/// One conversation of a user.
#[derive(Clone, Debug, PartialEq)]
pub struct Chat {
    /// Unique among all chats.
    pub id: ChatId,
    /// Whose it is.
    pub owner_id: UserId,
    /// What it is called; `None` until there is a question.
    pub title: Option<Title>,
    /// Where the title comes from.
    pub title_source: TitleSource,
    /// Whether the owner wants it at the top.
    pub pinned: bool,
    /// Whether the owner has put it away.
    pub archived: bool,
    /// What the owner puts it in order with.
    pub tags: Vec<Tag>,
    /// What is remembered with it.
    pub metadata: ChatMetadata,
    /// How many messages it has, on all branches.
    pub message_count: u32,
    /// The number of the last message that came, whether it is still there or not; 0 if none came.
    pub last_seq: u32,
    /// The newest message: what comes next follows it, unless it says otherwise.
    pub head_id: Option<MessageId>,
    /// Whether the way to the head may be another than all messages by their numbers: from when a
    /// message has followed another than the head of its time, for good.
    pub branched: bool,
    /// When the last message came, or the chat if none did. Nothing else moves it.
    pub last_message_at: Timestamp,
    /// The beginning of the newest message, on one line of at most 120 characters.
    pub preview: Option<String>,
    /// Raised by every change: the `ETag`.
    pub version: u32,
    /// When it was started.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Which of a user's chats are wanted; nothing set: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChatFilter {
    /// Only those that are, or are not, put away.
    pub archived: Option<bool>,
    /// Only those that are, or are not, wanted at the top.
    pub pinned: Option<bool>,
    /// Only those with a tag.
    pub tag: Option<Tag>,
}

impl ChatFilter {
    /// Whether it lets a chat through.
    pub fn matches(&self, chat: &Chat) -> bool {
        self.archived.is_none_or(|archived| archived == chat.archived)
            && self.pinned.is_none_or(|pinned| pinned == chat.pinned)
            && self.tag.as_ref().is_none_or(|tag| chat.tags.contains(tag))
    }
}

impl Chat {
    /// How many chats a user may have.
    pub const MAX_PER_USER: u32 = 10_000;

    /// How many chats a visitor may have: whoever has no account is not to fill the disk.
    pub const MAX_PER_VISITOR: u32 = 100;

    /// How many messages a chat may have at a time.
    pub const MAX_MESSAGES: u32 = 5_000;

    /// The same for a chat of a visitor.
    pub const MAX_MESSAGES_OF_VISITOR: u32 = 1_000;

    /// How many messages may ever come, those counted that were deleted.
    pub const MAX_MESSAGES_EVER: u32 = 4 * Self::MAX_MESSAGES;

    /// Refuses a further message if no more are kept.
    pub(super) fn require_room(&self) -> Result<(), ChatError> {
        let limit = match self {
            full if full.message_count >= Self::MAX_MESSAGES => ChatLimit::Messages,
            spent if spent.last_seq >= Self::MAX_MESSAGES_EVER => ChatLimit::MessagesEver,
            _ => return Ok(()),
        };
        Err(ChatError::LimitExceeded(limit))
    }

    /// Whether a message of it was ever deleted.
    pub fn has_lost_some(&self) -> bool {
        self.last_seq > self.message_count
    }

    /// A chat without messages.
    pub(super) fn start(id: ChatId, owner_id: UserId, now: Timestamp) -> Self {
        Self {
            id,
            owner_id,
            title: None,
            title_source: TitleSource::Auto,
            pinned: false,
            archived: false,
            tags: Vec::new(),
            metadata: ChatMetadata::default(),
            message_count: 0,
            last_seq: 0,
            head_id: None,
            branched: false,
            last_message_at: now,
            preview: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// Refuses whoever has read another version.
    pub(super) fn require_version(&self, expected: &IfVersion) -> Result<(), ChatError> {
        if expected.allows(self.version) { Ok(()) } else { Err(ChatError::VersionConflict) }
    }

    /// Notes that something which the owner can see has changed.
    pub(super) fn touch(&mut self, now: Timestamp) {
        self.version += 1;
        self.updated_at = self.updated_at.max(now);
    }

    /// Forgets the title that came of a question which is gone, or says something else by now: then
    /// it comes of that.
    pub(super) fn retitle(&mut self, was: &Message, is: Option<&Message>) {
        let title = |message: &Message| match message.role {
            MessageRole::User => Title::of_question(&message.parts.text()),
            MessageRole::System | MessageRole::Assistant => None,
        };
        let is_automatic = self.title_source == TitleSource::Auto && self.title.is_some();
        if is_automatic && self.title == title(was) {
            self.title = is.and_then(title);
        }
    }

    /// Makes a message the head, or leaves the chat without one.
    pub(super) fn show(&mut self, head: Option<&Message>) {
        self.head_id = head.map(|head| head.id.clone());
        self.preview = head.and_then(Message::preview);
    }
}
