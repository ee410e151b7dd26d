use super::{ChatError, Chats, Comment, Feedback, Message, MessageId, Rating, lock, message_of};
use crate::{roles::Permission, sessions::Actor, shared::ChatId};

/// Somebody says what a message was worth.
#[derive(Clone, Debug)]
pub struct GiveFeedback {
    /// The chat.
    pub chat_id: ChatId,
    /// The message.
    pub id: MessageId,
    /// Whether it was of use; `None` takes back what was said.
    pub feedback: Option<(Rating, Option<Comment>)>,
}

impl Chats {
    /// Keeps what the caller thinks of a message, in place of what they thought before, and answers
    /// the message.
    ///
    /// `NotFound` without such a chat or message; `LimitReached` if the caller writes too often;
    /// `Forbidden` without the permission.
    pub async fn give_feedback(
        &self,
        actor: &Actor,
        command: GiveFeedback,
    ) -> Result<Message, ChatError> {
        let GiveFeedback { chat_id, id, feedback } = command;
        actor.require(Permission::ManageOwnChats)?;
        self.count_write(actor).await?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let chat = lock(tx.as_mut(), actor, chat_id).await?;
        let message = message_of(tx.as_mut(), &chat, &id).await?;
        let feedback = feedback.map(|(rating, comment)| Feedback { rating, comment, at: now });
        let message = Message { feedback, ..message };
        tx.messages().update(&chat, &message).await?;
        tx.commit().await?;
        Ok(message)
    }
}
