use super::{Chat, ChatError, ChatLimit, ChatMetadata, Chats, Title, TitleSource};
use crate::{
    roles::{Permission, Role},
    sessions::{Actor, SessionError},
    shared::ChatId,
    store::{StoreError, Transaction, Unique},
    users::User,
};

/// Somebody starts a chat.
#[derive(Clone, Debug)]
pub struct StartChat {
    /// Its id; `None`: it is given one.
    pub id: Option<ChatId>,
    /// What it is called; `None`: that comes of the first question.
    pub title: Option<Title>,
    /// What is remembered with it.
    pub metadata: ChatMetadata,
}

impl Chats {
    /// Starts a chat for the caller, and answers it with whether it is new: one that the caller
    /// has already stays as it is.
    ///
    /// `IdTaken` if somebody else's chat has the id; `LimitExceeded` if the caller has as many as
    /// are kept; `LimitReached` if the caller writes too often; `Forbidden` without the permission;
    /// `Revoked` if the caller is gone.
    pub async fn start_chat(
        &self,
        actor: &Actor,
        command: StartChat,
    ) -> Result<(Chat, bool), ChatError> {
        actor.require(Permission::ManageOwnChats)?;
        self.count_write(actor).await?;
        let StartChat { id, title, metadata } = command;
        let now = self.ports.clock.now();
        let chosen = id.unwrap_or_else(|| ChatId::mint(now, self.ports.random.as_ref()));
        let source = title.as_ref().map_or(TitleSource::Auto, |_| TitleSource::User);
        let chat = Chat::start(chosen, actor.user_id, now);
        let chat = Chat { title, title_source: source, metadata, ..chat };

        let mut tx = self.ports.store.begin().await?;
        let user = tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        if id.is_some()
            && let Some(there) = tx.chats().find(actor.user_id, chosen).await?
        {
            return Ok((there, false));
        }
        self.add(tx.as_mut(), &user, &chat).await?;
        tx.commit().await?;
        Ok((chat, true))
    }

    /// Adds a chat for a user whom the transaction keeps.
    pub(super) async fn add(
        &self,
        tx: &mut dyn Transaction,
        user: &User,
        chat: &Chat,
    ) -> Result<(), ChatError> {
        let limit = match user.role {
            Role::Anonymous => ChatLimit::VisitorChats,
            Role::User | Role::Moderator | Role::Admin => ChatLimit::Chats,
        };
        if tx.chats().count(user.id).await? >= limit.max() {
            return Err(ChatError::LimitExceeded(limit));
        }
        tx.chats().insert(chat).await.map_err(|error| match error {
            StoreError::Conflict(Unique::Id) => ChatError::IdTaken,
            other => other.into(),
        })
    }
}
