//! Chats: what was asked and answered, as a tree of messages.

mod append;
mod append_messages;
mod chat;
mod claim_chats;
mod delete_chats;
mod delete_message;
mod error;
mod export_chat;
mod feedback;
mod give_feedback;
mod list_chats;
mod list_messages;
mod list_reports;
mod message;
mod metadata;
mod parts;
mod ports;
mod preview;
mod put_message;
mod read_report;
mod report;
mod report_message;
mod resolve_report;
mod search;
mod search_chats;
mod start_chat;
mod tag;
mod title;
mod update_chat;
mod visitor_allowance;
mod vocabulary;

use std::sync::Arc;

pub use append::{NewMessage, Parent};
pub use append_messages::{AppendMessages, Appended};
pub use chat::{Chat, ChatFilter};
pub use claim_chats::ClaimChats;
pub use error::{ChatError, ChatLimit};
pub use export_chat::ChatExport;
pub use feedback::{Comment, Feedback, Rating};
pub use give_feedback::GiveFeedback;
pub use list_chats::ListChats;
pub use list_messages::{ListMessages, MessageOrder, MessageView};
pub use list_reports::ListReports;
pub use message::{Message, MessageId, MessageRole, MessageStatus};
pub use metadata::{ChatMetadata, MessageMetadata};
pub use parts::Parts;
pub use ports::{
    ChatRepository, FirstPage, GrowingChat, MessageRepository, ReportRepository, SearchHit,
    VisitorQuestionLog,
};
pub use put_message::{Put, PutMessage};
pub use read_report::ReportedMessage;
pub use report::{Report, ReportAction, ReportReason, ReportStatus, Resolution};
pub use report_message::ReportMessage;
pub use resolve_report::ResolveReport;
pub use search::{ChatQuery, Excerpt};
pub use search_chats::SearchChats;
pub use start_chat::StartChat;
pub use tag::Tag;
pub use title::{Title, TitleSource};
pub use update_chat::{NewTitle, UpdateChat};
pub use visitor_allowance::VisitorAllowance;

use crate::{
    Policy, Ports,
    roles::Permission,
    sessions::Actor,
    shared::ChatId,
    store::{Repositories, Transaction},
};

/// Everything that can be done with chats.
#[derive(Clone)]
pub struct Chats {
    pub(crate) ports: Arc<Ports>,
    pub(crate) policy: Arc<Policy>,
}

/// A chat of the caller, for reading.
async fn find(read: &mut dyn Repositories, actor: &Actor, id: ChatId) -> Result<Chat, ChatError> {
    actor.require(Permission::ManageOwnChats)?;
    read.chats().find(actor.user_id, id).await?.ok_or(ChatError::NotFound)
}

/// A chat of the caller, which the transaction keeps.
async fn lock(tx: &mut dyn Transaction, actor: &Actor, id: ChatId) -> Result<Chat, ChatError> {
    actor.require(Permission::ManageOwnChats)?;
    tx.chats().lock(actor.user_id, id).await?.ok_or(ChatError::NotFound)
}

/// A message of a chat.
async fn message_of(
    read: &mut dyn Repositories,
    chat: &Chat,
    id: &MessageId,
) -> Result<Message, ChatError> {
    let found = read.messages().find(chat, std::slice::from_ref(id)).await?;
    found.into_iter().next().ok_or(ChatError::NotFound)
}
