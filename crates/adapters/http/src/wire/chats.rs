use bookplate_domain::{
    chats::{Chat, Feedback, Message},
    shared::Timestamp,
};
use serde::{Serialize, Serializer, ser::Error};
use serde_json::{Map, Value, value::RawValue};
use utoipa::ToSchema;

use super::{MessageRoleWord, MessageStatusWord, PartShape, RatingWord, TitleSourceWord};

/// A chat, without its messages.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Chat)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChatView<'a> {
    /// Stays the same for good.
    #[schema(format = "uuid")]
    id: String,
    /// What it is called; null until there is a question.
    #[schema(example = "How do PID loops work?")]
    title: Option<&'a str>,
    /// `auto`: from the first question. `generated`: from a model. `user`: from its owner.
    #[schema(value_type = TitleSourceWord)]
    title_source: &'static str,
    /// Whether the owner pinned it.
    pinned: bool,
    /// Whether the owner archived it.
    archived: bool,
    /// What the owner puts it in order with.
    tags: Vec<&'a str>,
    /// Whatever a front end wants to remember with it.
    metadata: &'a Map<String, Value>,
    /// How many messages it has, on all branches.
    #[schema(example = 4)]
    message_count: u32,
    /// The newest message; null if there is none.
    #[schema(example = "msg_9f2k")]
    head_message_id: Option<&'a str>,
    /// When the last message came, or the chat if none did. RFC 3339, UTC.
    #[schema(format = DateTime)]
    last_message_at: String,
    /// The beginning of the newest message, on one line.
    #[schema(example = "A PID loop…")]
    last_message_preview: Option<&'a str>,
    /// Raised by every change: the `ETag`.
    #[schema(example = 7)]
    version: u32,
    /// RFC 3339, UTC.
    #[schema(format = DateTime)]
    created_at: String,
    /// RFC 3339, UTC.
    #[schema(format = DateTime)]
    updated_at: String,
}

impl<'a> From<&'a Chat> for ChatView<'a> {
    fn from(chat: &'a Chat) -> Self {
        Self {
            id: chat.id.to_string(),
            title: chat.title.as_ref().map(|title| title.as_str()),
            title_source: chat.title_source.as_str(),
            pinned: chat.pinned,
            archived: chat.archived,
            tags: chat.tags.iter().map(|tag| tag.as_str()).collect(),
            metadata: chat.metadata.as_object(),
            message_count: chat.message_count,
            head_message_id: chat.head_id.as_ref().map(|id| id.as_str()),
            last_message_at: chat.last_message_at.to_string(),
            last_message_preview: chat.preview.as_deref(),
            version: chat.version,
            created_at: chat.created_at.to_string(),
            updated_at: chat.updated_at.to_string(),
        }
    }
}

/// A message: the AI SDK's `UIMessage`, whose `id`, `role`, `parts` and `metadata` are as they were
/// sent, and more.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageView<'a> {
    /// Unique in its chat.
    #[schema(example = "msg_9f2k")]
    id: &'a str,
    /// The chat.
    #[schema(format = "uuid")]
    chat_id: String,
    /// The message that it follows; null for a root.
    #[schema(example = "u_71")]
    parent_id: Option<&'a str>,
    /// Its number in the chat: the order in which messages came.
    #[schema(example = 4)]
    seq: u32,
    /// Who speaks.
    #[schema(value_type = MessageRoleWord)]
    role: &'static str,
    /// How far it is; what has been `streaming` for ten minutes without a write is `incomplete`.
    #[schema(value_type = MessageStatusWord)]
    status: &'static str,
    /// What it says: objects with a `type`, byte for byte as they were sent.
    #[schema(value_type = Vec<PartShape>)]
    #[serde(serialize_with = "as_sent")]
    parts: &'a str,
    /// The text of its text parts, joined.
    #[schema(example = "A PID loop…")]
    content: String,
    /// Whatever was sent along, byte for byte; absent if nothing was.
    #[schema(value_type = Option<Value>)]
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_sent_if_any")]
    metadata: Option<&'a str>,
    /// What the owner thinks of it; null if nothing was said.
    feedback: Option<FeedbackView<'a>>,
    /// RFC 3339, UTC.
    #[schema(format = DateTime)]
    created_at: String,
    /// RFC 3339, UTC.
    #[schema(format = DateTime)]
    updated_at: String,
    /// Whether it is new; only in the answer to an append.
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<bool>,
}

impl<'a> MessageView<'a> {
    /// A message as it is `now`.
    pub(crate) fn new(message: &'a Message, now: Timestamp) -> Self {
        Self {
            id: message.id.as_str(),
            chat_id: message.chat_id.to_string(),
            parent_id: message.parent_id.as_ref().map(|id| id.as_str()),
            seq: message.seq,
            role: message.role.as_str(),
            status: message.status_at(now).as_str(),
            parts: message.parts.as_str(),
            content: message.parts.text(),
            metadata: message.metadata.as_ref().map(|metadata| metadata.as_str()),
            feedback: message.feedback.as_ref().map(FeedbackView::from),
            created_at: message.created_at.to_string(),
            updated_at: message.updated_at.to_string(),
            created: None,
        }
    }

    /// The same, in the answer to an append.
    pub(crate) fn appended((message, created): &'a (Message, bool), now: Timestamp) -> Self {
        Self { created: Some(*created), ..Self::new(message, now) }
    }
}

/// What the owner of a chat thinks of a message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Feedback)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FeedbackView<'a> {
    /// Whether it was of use.
    #[schema(value_type = RatingWord)]
    rating: &'static str,
    /// In the owner's words.
    comment: Option<&'a str>,
    /// Since when. RFC 3339, UTC.
    #[schema(format = DateTime)]
    updated_at: String,
}

impl<'a> From<&'a Feedback> for FeedbackView<'a> {
    fn from(feedback: &'a Feedback) -> Self {
        Self {
            rating: feedback.rating.as_str(),
            comment: feedback.comment.as_ref().map(|comment| comment.as_str()),
            updated_at: feedback.at.to_string(),
        }
    }
}

/// Writes a JSON text as it is, if it is one.
fn as_sent<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let raw: &RawValue = serde_json::from_str(text).map_err(S::Error::custom)?;
    raw.serialize(serializer)
}

fn as_sent_if_any<S: Serializer>(text: &Option<&str>, serializer: S) -> Result<S::Ok, S::Error> {
    match text {
        Some(text) => as_sent(text, serializer),
        None => serializer.serialize_none(),
    }
}
