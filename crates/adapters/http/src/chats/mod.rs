//! `/chats`: what callers do with their own chats.

pub(crate) mod append_messages;
pub(crate) mod claim_chats;
pub(crate) mod delete_chats;
pub(crate) mod delete_message;
pub(crate) mod export_chat;
pub(crate) mod give_feedback;
pub(crate) mod list_chats;
pub(crate) mod list_messages;
mod new_message;
pub(crate) mod put_message;
pub(crate) mod read_chat;
pub(crate) mod read_message;
pub(crate) mod report_message;
pub(crate) mod search_chats;
pub(crate) mod start_chat;
mod stored;
pub(crate) mod update_chat;

pub(crate) use append_messages::append_messages;
pub(crate) use claim_chats::claim_chats;
pub(crate) use delete_chats::{delete_chat, delete_chats};
pub(crate) use delete_message::delete_message;
pub(crate) use export_chat::export_chat;
pub(crate) use give_feedback::{give_feedback, take_feedback_back};
pub(crate) use list_chats::list_chats;
pub(crate) use list_messages::list_messages;
pub(crate) use put_message::put_message;
pub(crate) use read_chat::read_chat;
pub(crate) use read_message::read_message;
pub(crate) use report_message::report_message;
pub(crate) use search_chats::search_chats;
pub(crate) use start_chat::start_chat;
pub(crate) use update_chat::update_chat;

#[cfg(test)]
mod tests;
