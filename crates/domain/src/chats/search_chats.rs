use super::{ChatError, ChatQuery, Chats, SearchHit};
use crate::{
    roles::Permission,
    sessions::Actor,
    shared::{Cursor, Limit, Page},
    store::StoreError,
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
    /// Forgets for good some of the words by which nothing is found any more, and answers zero when
    /// none are left. Until then they may stand in the files of the database.
    pub async fn forget_words(&self) -> Result<u64, StoreError> {
        let mut tx = self.ports.store.begin().await?;
        let some_are_left = tx.chats().forget_words().await?;
        tx.commit().await?;
        Ok(some_are_left.into())
    }

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
