use super::{ChatError, ChatQuery, Chats, SearchHit};
use crate::{
    roles::Permission,
    sessions::Actor,
    shared::{Cursor, Limit, Page},
};

/// What to look for among the chats of the caller.
#[derive(Clone, Debug)]
pub struct SearchChats {
    /// The words.
    pub query: ChatQuery,
    /// From behind this place on.
    pub after: Option<Cursor<SearchHit>>,
    /// How many.
    pub limit: Limit,
}

impl Chats {
    /// What a query finds in the titles and messages of the caller, that which was added last
    /// first. `Forbidden` without the permission.
    pub async fn search_chats(
        &self,
        actor: &Actor,
        query: &SearchChats,
    ) -> Result<Page<SearchHit>, ChatError> {
        actor.require(Permission::ManageOwnChats)?;
        let SearchChats { query, after, limit } = query;
        let mut read = self.ports.store.read();
        Ok(read.chats().search(actor.user_id, query, after.as_ref(), *limit).await?)
    }
}
