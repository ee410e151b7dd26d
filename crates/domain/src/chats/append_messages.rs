use std::collections::HashSet;

use super::{
    Chat, ChatError, ChatLimit, Chats, GrowingChat, Message, MessageId, NewMessage, Parent,
    append::Append, append::questions,
};
use crate::{
    limits::{LimitKey, Rule},
    roles::{Permission, Role},
    sessions::{Actor, SessionError},
    shared::{ChatId, FieldCode, InputErrors, Invalid, Timestamp},
    store::Transaction,
    users::User,
};

/// Somebody adds messages to a chat.
#[derive(Clone, Debug)]
pub struct AppendMessages {
    /// The chat.
    pub chat_id: ChatId,
    /// The messages, one after the other.
    pub messages: Vec<NewMessage>,
    /// Whether to start the chat if there is none.
    pub create_chat: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Appended {
    /// All of them are kept.
    Stored {
        /// The chat as it is then.
        chat: Box<Chat>,
        /// The messages, each with whether it is new.
        messages: Vec<(Message, bool)>,
    },
    /// The user wants no history: nothing was kept.
    NotStored,
}

impl Chats {
    /// Adds messages to a chat of the caller, all or none. Asking again for what is there already
    /// changes nothing.
    ///
    /// `NotFound` without such a chat, unless it is to be started; `IdTaken` if it is somebody
    /// else's then; `MessageIdConflict` if a message is there and says something else;
    /// `MessageDeleted` if it was deleted; `LimitReached` if the caller writes too often;
    /// `VisitorLimitReached` if a visitor has asked enough for a day; `LimitExceeded` for more
    /// messages or chats than are kept; `Invalid` for an id that is asked for twice and a parent
    /// that is not there; `Forbidden` without the permission; `Revoked` if the caller is gone.
    pub async fn append_messages(
        &self,
        actor: &Actor,
        command: AppendMessages,
    ) -> Result<Appended, ChatError> {
        actor.require(Permission::ManageOwnChats)?;
        let AppendMessages { chat_id, messages, create_chat } = command;
        refuse_repeated_ids(&messages)?;
        self.count_write(actor).await?;
        let now = self.ports.clock.now();
        let ids = ids_of(&messages);
        let mut tx = self.ports.store.begin().await?;
        let visitor = lock_visitor(tx.as_mut(), actor).await?;
        let there = tx.chats().lock_to_grow(actor.user_id, chat_id, &ids).await?;
        if !keeps_history(tx.as_mut(), actor, there.as_ref()).await? {
            drop(tx);
            self.charge_unkept(actor, &messages).await?;
            return Ok(Appended::NotStored);
        }
        let there = match there {
            Some(there) => there,
            None if create_chat => {
                self.start_missing(tx.as_mut(), actor, chat_id, &ids, now).await?
            }
            None => return Err(ChatError::NotFound),
        };
        let append = self.append_to(tx.as_mut(), visitor.as_ref(), there, messages, now).await?;
        tx.commit().await?;
        Ok(Appended::Stored { chat: Box::new(append.chat), messages: append.messages })
    }

    /// Adds messages to a chat that the transaction keeps.
    pub(super) async fn append_to(
        &self,
        tx: &mut dyn Transaction,
        visitor: Option<&User>,
        there: GrowingChat,
        messages: Vec<NewMessage>,
        now: Timestamp,
    ) -> Result<Append, ChatError> {
        let GrowingChat { chat, known, deleted, .. } = there;
        if let Some(id) = deleted.into_iter().find(|id| names(&messages, id)) {
            return Err(ChatError::MessageDeleted(id));
        }
        let append = Append::of(&chat, &known, messages, now, self.ports.random.as_ref())?;
        if !append.new.is_empty() {
            if visitor.is_some() && append.chat.message_count > Chat::MAX_MESSAGES_OF_VISITOR {
                return Err(ChatError::LimitExceeded(ChatLimit::VisitorMessages));
            }
            self.charge(tx, visitor, append.questions(), now).await?;
            tx.messages().append(&append.chat, &append.new).await?;
        }
        Ok(append)
    }

    /// Counts the questions among messages that are not kept: a back end answers them all the same.
    pub(super) async fn charge_unkept(
        &self,
        actor: &Actor,
        messages: &[NewMessage],
    ) -> Result<(), ChatError> {
        if actor.role != Role::Anonymous {
            return Ok(());
        }
        let mut tx = self.ports.store.begin().await?;
        let visitor = lock_visitor(tx.as_mut(), actor).await?;
        let asked = questions(messages.iter().map(|message| message.role));
        self.charge(tx.as_mut(), visitor.as_ref(), asked, self.ports.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Counts one write of the caller to some chat.
    pub(super) async fn count_write(&self, actor: &Actor) -> Result<(), ChatError> {
        let key = LimitKey::User(actor.user_id);
        self.ports.limits.check(Rule::Chats, &key).await?.into_result()?;
        Ok(())
    }

    /// Starts a chat that was not there, for a caller who may have started it meanwhile.
    async fn start_missing(
        &self,
        tx: &mut dyn Transaction,
        actor: &Actor,
        id: ChatId,
        ids: &[MessageId],
        now: Timestamp,
    ) -> Result<GrowingChat, ChatError> {
        let user = tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        match tx.chats().lock_to_grow(actor.user_id, id, ids).await? {
            Some(there) => Ok(there),
            None => {
                let chat = Chat::start(id, actor.user_id, now);
                self.add(tx, &user, &chat).await?;
                let (known, deleted) = (Vec::new(), Vec::new());
                Ok(GrowingChat { chat, keeps_history: true, known, deleted })
            }
        }
    }
}

/// A visitor is kept, so that questions are counted one after the other. `None` for whoever is no
/// visitor, or none any more.
pub(super) async fn lock_visitor(
    tx: &mut dyn Transaction,
    actor: &Actor,
) -> Result<Option<User>, ChatError> {
    if actor.role != Role::Anonymous {
        return Ok(None);
    }
    let user = tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
    Ok(Some(user).filter(|user| user.role == Role::Anonymous))
}

/// Whether messages of the caller are kept at all. The chat tells, if it is there.
pub(super) async fn keeps_history(
    tx: &mut dyn Transaction,
    actor: &Actor,
    there: Option<&GrowingChat>,
) -> Result<bool, ChatError> {
    if let Some(there) = there {
        return Ok(there.keeps_history);
    }
    let preferences = tx.preferences().find(actor.user_id).await?;
    Ok(preferences.ok_or(SessionError::Revoked)?.chat.save_history)
}

/// The ids that have to be looked for: of the messages themselves, and of what they follow.
pub(super) fn ids_of(messages: &[NewMessage]) -> Vec<MessageId> {
    let parents = messages.iter().filter_map(|message| match &message.parent {
        Parent::Message(id) => Some(id),
        Parent::Previous | Parent::Root => None,
    });
    let own = messages.iter().filter_map(|message| message.id.as_ref());
    let ids: HashSet<&MessageId> = own.chain(parents).collect();
    ids.into_iter().cloned().collect()
}

/// Whether a message with this id is to be added.
fn names(messages: &[NewMessage], id: &MessageId) -> bool {
    messages.iter().any(|message| message.id.as_ref() == Some(id))
}

fn refuse_repeated_ids(messages: &[NewMessage]) -> Result<(), InputErrors> {
    let mut known = HashSet::new();
    for (index, message) in messages.iter().enumerate() {
        if let Some(id) = &message.id
            && !known.insert(id)
        {
            let invalid = Invalid::new(FieldCode::NotAllowed, "stands in the request twice");
            return Err(InputErrors::one(&format!("messages[{index}].id"), invalid));
        }
    }
    Ok(())
}
