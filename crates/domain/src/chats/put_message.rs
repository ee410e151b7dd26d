use super::{
    Chat, ChatError, Chats, Message, MessageId, MessageRole, MessageStatus, NewMessage,
    append_messages::{ids_of, keeps_history, lock_visitor},
};
use crate::{
    roles::Permission,
    sessions::Actor,
    shared::{ChatId, InputErrors, Timestamp},
    store::Transaction,
    users::User,
};

/// Somebody writes a message, whether it is there or not: a checkpoint of an answer that streams.
#[derive(Clone, Debug)]
pub struct PutMessage {
    /// The chat.
    pub chat_id: ChatId,
    /// Which message.
    pub id: MessageId,
    /// What it says. Its parent counts only if it is not there yet.
    pub message: NewMessage,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Put {
    /// The message as it is then, and whether it is new.
    Stored(Box<Message>, bool),
    /// The user wants no history: nothing was kept.
    NotStored,
}

impl Chats {
    /// Writes role, status, parts and metadata of a message in a chat of the caller; adds it if it
    /// is not there. Writing it again never moves it, nor the chat in the list. What is complete
    /// stays as it is unless it is replaced by something complete: a checkpoint may come late.
    ///
    /// `NotFound` without such a chat, and if the message was deleted; otherwise as
    /// [`append_messages`](Self::append_messages).
    pub async fn put_message(&self, actor: &Actor, command: PutMessage) -> Result<Put, ChatError> {
        let PutMessage { chat_id, id, message } = command;
        let message = NewMessage { id: Some(id.clone()), ..message };
        actor.require(Permission::ManageOwnChats)?;
        self.count_write(actor).await?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let visitor = lock_visitor(tx.as_mut(), actor).await?;
        let ids = ids_of(std::slice::from_ref(&message));
        let growing = tx.chats().lock_to_grow(actor.user_id, chat_id, &ids).await?;
        if !keeps_history(tx.as_mut(), actor, growing.as_ref()).await? {
            drop(tx);
            self.charge_unkept(actor, &[message]).await?;
            return Ok(Put::NotStored);
        }
        let growing = growing.ok_or(ChatError::NotFound)?;
        let there = growing.known.iter().find(|known| known.id == id).cloned();
        let put = match there {
            Some(there) if is_behind(&message, &there) => {
                return Ok(Put::Stored(Box::new(there), false));
            }
            Some(there) => {
                let written =
                    self.rewrite(tx.as_mut(), visitor.as_ref(), &growing.chat, there, message, now);
                (written.await?, false)
            }
            None => {
                let append = self
                    .append_to(tx.as_mut(), visitor.as_ref(), growing, vec![message], now)
                    .await
                    .map_err(of_the_only_message)?;
                append.messages.into_iter().next().ok_or(ChatError::NotFound)?
            }
        };
        tx.commit().await?;
        Ok(Put::Stored(Box::new(put.0), put.1))
    }

    async fn rewrite(
        &self,
        tx: &mut dyn Transaction,
        visitor: Option<&User>,
        chat: &Chat,
        there: Message,
        written: NewMessage,
        now: Timestamp,
    ) -> Result<Message, ChatError> {
        let asks = written.role == MessageRole::User
            && (there.role != MessageRole::User || there.parts != written.parts);
        self.charge(tx, visitor, u32::from(asks), now).await?;
        let NewMessage { role, status, parts, metadata, .. } = written;
        let updated_at = now.max(there.updated_at);
        let mut changed = chat.clone();
        let message = Message { role, status, parts, metadata, updated_at, ..there.clone() };
        changed.retitle(&there, Some(&message));
        tx.messages().update(chat, &message).await?;
        if chat.head_id.as_ref() == Some(&message.id) {
            changed.show(Some(&message));
        }
        changed.touch(now);
        tx.chats().update(&changed).await?;
        Ok(message)
    }
}

/// Whether what is there is farther than what is written.
fn is_behind(written: &NewMessage, there: &Message) -> bool {
    let complete = MessageStatus::Complete;
    there.status == complete && written.status != complete
}

/// The same fault, as it is told of a request for one message.
fn of_the_only_message(error: ChatError) -> ChatError {
    let InputErrors(mut fields) = match error {
        ChatError::Invalid(errors) => errors,
        ChatError::MessageDeleted(_) => return ChatError::NotFound,
        other => return other,
    };
    for each in &mut fields {
        each.field = each.field.trim_start_matches("messages[0].").to_owned();
    }
    InputErrors(fields).into()
}
