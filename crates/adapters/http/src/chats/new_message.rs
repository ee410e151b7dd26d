//! A message as it comes in.

use bookplate_domain::{
    chats::{MessageId, MessageMetadata, MessageRole, MessageStatus, NewMessage, Parent, Parts},
    shared::{FieldCode, Invalid},
};
use serde_json::Value;
use utoipa::ToSchema;

use crate::wire::{Fields, MessageRoleWord, MessageStatusWord, PartShape, one_of};

/// What is said in a message.
#[derive(ToSchema)]
#[schema(as = NewMessage, rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct NewMessageBody {
    /// Who speaks.
    role: MessageRoleWord,
    /// What it says: at most 200 parts, 256 KiB of JSON in all. They are kept byte for byte, those
    /// of unknown types too. Required unless there is `content`.
    #[schema(max_items = 200)]
    parts: Option<Vec<PartShape>>,
    /// Short for one text part.
    #[schema(example = "How do PID loops work?")]
    content: Option<String>,
    /// Whatever is to be remembered with it: at most 16 KiB of JSON, kept byte for byte.
    metadata: Option<Value>,
    /// How far it is; `complete` if nothing is said.
    status: Option<MessageStatusWord>,
    /// What it follows; null for a new root. If it is absent: the message before it in the same
    /// request, or the head of the chat. What is there already stays where it is.
    #[schema(required = false, pattern = "^[A-Za-z0-9_-]{1,64}$", example = "u_71")]
    parent_id: Option<String>,
}

/// What is said in a message, which may name itself.
#[derive(ToSchema)]
#[schema(as = NamedMessage)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct NamedMessageBody {
    /// 1 to 64 of `A-Z a-z 0-9 _ -`, unique in the chat; if nothing is said, it is given one, and a
    /// retry adds another message.
    #[schema(pattern = "^[A-Za-z0-9_-]{1,64}$", example = "msg_9f2k")]
    id: Option<String>,
    #[schema(inline)]
    #[serde(flatten)]
    message: NewMessageBody,
}

/// Reads a message that may name itself.
pub(super) fn read_named(fields: &mut Fields) -> Option<NewMessage> {
    let id = fields.optional_text("id", MessageId::parse);
    let message = read(fields);
    Some(NewMessage { id: id?, ..message? })
}

/// Reads a message whose id stands elsewhere.
pub(super) fn read(fields: &mut Fields) -> Option<NewMessage> {
    let role = fields.text("role", one_of(MessageRole::ALL, MessageRole::as_str));
    let parts = read_parts(fields);
    let metadata = fields.optional_json("metadata", MessageMetadata::parse);
    let status = fields.optional_text("status", one_of(MessageStatus::ALL, MessageStatus::as_str));
    let parent = fields.clearable_text("parentId", MessageId::parse);
    Some(NewMessage {
        id: None,
        parent: match parent? {
            None => Parent::Previous,
            Some(None) => Parent::Root,
            Some(Some(id)) => Parent::Message(id),
        },
        role: role?,
        status: status?.unwrap_or(MessageStatus::Complete),
        parts: parts?,
        metadata: metadata?,
    })
}

/// The parts, or the one that the text is short for.
fn read_parts(fields: &mut Fields) -> Option<Parts> {
    const PARTS: &str = "parts";
    const CONTENT: &str = "content";
    let parts = fields.optional_json_but_null(PARTS, Parts::parse);
    let content = fields.optional_text(CONTENT, |text| Ok(text.to_owned()));
    match (parts?, content?) {
        (Some(parts), None) => Some(parts),
        (Some(parts), Some(text)) if parts.text() == text => Some(parts),
        (Some(_), Some(_)) => {
            let why = "is not the text of the parts; leave it out";
            fields.refuse(CONTENT, Invalid::new(FieldCode::NotAllowed, why))
        }
        (None, Some(text)) => {
            Parts::of_text(&text).map_or_else(|invalid| fields.refuse(CONTENT, invalid), Some)
        }
        (None, None) => fields.refuse(PARTS, Invalid::new(FieldCode::Required, "is required")),
    }
}
