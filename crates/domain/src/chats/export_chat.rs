use std::sync::Arc;

use super::{Chat, ChatError, Chats, Message, MessageOrder, MessageView, find};
use crate::{
    Ports,
    sessions::Actor,
    shared::{ChatId, Cursor, Limit},
};

/// A chat with its messages, a page at a time: it is never in memory as a whole.
pub struct ChatExport {
    ports: Arc<Ports>,
    actor: Actor,
    /// The chat as it was when the export began.
    pub chat: Chat,
    view: MessageView,
    after: Option<Cursor<Message>>,
    done: bool,
}

impl Chats {
    /// A chat of the caller, to be kept elsewhere. `NotFound` without such a chat; `Forbidden`
    /// without the permission.
    pub async fn export_chat(
        &self,
        actor: &Actor,
        id: ChatId,
        view: MessageView,
    ) -> Result<ChatExport, ChatError> {
        let chat = find(self.ports.store.read().as_mut(), actor, id).await?;
        let ports = self.ports.clone();
        Ok(ChatExport { ports, actor: *actor, chat, view, after: None, done: false })
    }
}

impl ChatExport {
    /// The next messages, by rising number; `None` when there are no more.
    ///
    /// `Revoked` or `Expired` if the caller's session has ended meanwhile; `NotFound` if the chat is
    /// the caller's no longer.
    pub async fn next(&mut self) -> Result<Option<Vec<Message>>, ChatError> {
        if self.done {
            return Ok(None);
        }
        let mut read = self.ports.store.read();
        self.actor.require_live(read.as_mut(), self.ports.clock.now()).await?;
        let chat = find(read.as_mut(), &self.actor, self.chat.id).await?;
        let (order, limit) = (MessageOrder::Asc, Limit::MOST);
        let page =
            read.messages().list(&chat, self.view, order, self.after.as_ref(), limit).await?;
        self.done = page.next.is_none();
        self.after = page.next;
        Ok(Some(page.items))
    }
}
