use super::{Chat, ChatError, ChatFilter, Chats, find};
use crate::{
    roles::Permission,
    sessions::Actor,
    shared::{ChatId, Cursor, Limit, Page},
};

/// Which chats of the caller to list.
#[derive(Clone, Debug)]
pub struct ListChats {
    /// Which of them.
    pub filter: ChatFilter,
    /// From behind this place on.
    pub after: Option<Cursor<Chat>>,
    /// How many.
    pub limit: Limit,
}

impl Chats {
    /// The chats of the caller, those with the latest activity first. `Forbidden` without the
    /// permission.
    pub async fn list_chats(
        &self,
        actor: &Actor,
        query: ListChats,
    ) -> Result<Page<Chat>, ChatError> {
        actor.require(Permission::ManageOwnChats)?;
        let ListChats { filter, after, limit } = query;
        let mut read = self.ports.store.read();
        Ok(read.chats().list(actor.user_id, &filter, after.as_ref(), limit).await?)
    }

    /// A chat of the caller. `NotFound` without one; `Forbidden` without the permission.
    pub async fn read_chat(&self, actor: &Actor, id: ChatId) -> Result<Chat, ChatError> {
        find(self.ports.store.read().as_mut(), actor, id).await
    }
}
