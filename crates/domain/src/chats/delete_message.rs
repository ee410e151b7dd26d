use super::{Chat, ChatError, Chats, Message, MessageId, lock, message_of};
use crate::{
    sessions::Actor,
    shared::{ChatId, Timestamp},
    store::{StoreError, Transaction},
};

impl Chats {
    /// Deletes a message in a chat of the caller. Those that follow it follow its parent; if it was
    /// the head, its parent is, or without one the message that came last. A title that came of it is
    /// gone as well, and the next question gives another.
    ///
    /// `NotFound` without such a chat or message; `Forbidden` without the permission.
    pub async fn delete_message(
        &self,
        actor: &Actor,
        chat_id: ChatId,
        id: &MessageId,
    ) -> Result<(), ChatError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let chat = lock(tx.as_mut(), actor, chat_id).await?;
        let message = message_of(tx.as_mut(), &chat, id).await?;
        remove_message(tx.as_mut(), &chat, &message, now).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Removes a message of a chat that the transaction keeps.
pub(super) async fn remove_message(
    tx: &mut dyn Transaction,
    chat: &Chat,
    message: &Message,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.messages().delete(chat, message).await?;
    let mut changed = chat.clone();
    changed.message_count = chat.message_count.saturating_sub(1);
    if chat.head_id.as_ref() == Some(&message.id) {
        let head = match &message.parent_id {
            Some(parent) => tx.messages().find(chat, std::slice::from_ref(parent)).await?.pop(),
            None => tx.messages().newest(chat).await?,
        };
        changed.show(head.as_ref());
    }
    changed.retitle(message, None);
    changed.touch(now);
    tx.chats().update(&changed).await
}
