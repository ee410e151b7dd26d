use std::{collections::BTreeMap, sync::Arc};

use bookplate_domain::{
    chats::{Message, MessageId},
    shared::{ChatId, Timestamp, UserId},
};

use crate::state::Rows;

/// The messages of each chat by their number. A copy shares the chats that are not written, and all
/// messages: some are long.
pub(crate) type KeptMessages = Rows<ChatId, Rows<u32, Arc<Message>>>;

/// Something that a visitor asked, or several things at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    pub visitor: UserId,
    pub at: Timestamp,
    pub count: u32,
}

/// The messages of a chat by their number.
pub(crate) fn of_chat(messages: &KeptMessages, chat: ChatId) -> Rows<u32, Arc<Message>> {
    messages.get(&chat).cloned().unwrap_or_default()
}

/// The same, to be written.
pub(crate) fn of_chat_mut(
    messages: &mut KeptMessages,
    chat: ChatId,
) -> &mut BTreeMap<u32, Arc<Message>> {
    Arc::make_mut(Arc::make_mut(messages).entry(chat).or_default())
}

/// A message by its name.
pub(crate) fn named<'a>(
    messages: &'a BTreeMap<u32, Arc<Message>>,
    id: &MessageId,
) -> Option<&'a Arc<Message>> {
    messages.values().find(|message| message.id == *id)
}
