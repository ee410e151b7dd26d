use super::{
    ChatError, Chats, FirstPage, Message, MessageId, find, message_of, vocabulary::vocabulary,
};
use crate::{
    roles::Permission,
    sessions::Actor,
    shared::{ChatId, Cursor, Limit, Page},
};

vocabulary! {
    /// Which messages of a chat are wanted.
    MessageView {
        /// Those on the way from a root to the head.
        Active = "active",
        /// All of them, on every branch.
        All = "all",
    }
}

vocabulary! {
    /// In which order they come.
    MessageOrder {
        /// The first one first.
        Asc = "asc",
        /// The last one first.
        Desc = "desc",
    }
}

/// Which messages of a chat to list.
#[derive(Clone, Debug)]
pub struct ListMessages {
    /// The chat.
    pub chat_id: ChatId,
    /// Which of its messages.
    pub view: MessageView,
    /// In which order.
    pub order: MessageOrder,
    /// From behind this place on.
    pub after: Option<Cursor<Message>>,
    /// How many.
    pub limit: Limit,
}

impl Chats {
    /// The messages of a chat of the caller, and the chat's head. `NotFound` without such a chat;
    /// `Forbidden` without the permission.
    pub async fn list_messages(
        &self,
        actor: &Actor,
        query: ListMessages,
    ) -> Result<(Option<MessageId>, Page<Message>), ChatError> {
        actor.require(Permission::ManageOwnChats)?;
        let ListMessages { chat_id, view, order, after, limit } = query;
        let mut read = self.ports.store.read();
        let Some(after) = after else {
            let first = read.chats().open(actor.user_id, chat_id, view, order, limit).await?;
            let FirstPage { head_id, page } = first.ok_or(ChatError::NotFound)?;
            return Ok((head_id, page));
        };
        let chat = find(read.as_mut(), actor, chat_id).await?;
        let page = read.messages().list(&chat, view, order, Some(&after), limit).await?;
        Ok((chat.head_id, page))
    }

    /// A message of a chat of the caller. `NotFound` without such a chat or message; `Forbidden`
    /// without the permission.
    pub async fn read_message(
        &self,
        actor: &Actor,
        chat_id: ChatId,
        id: &MessageId,
    ) -> Result<Message, ChatError> {
        let mut read = self.ports.store.read();
        let chat = find(read.as_mut(), actor, chat_id).await?;
        message_of(read.as_mut(), &chat, id).await
    }
}
