use super::{ChatError, Chats, lock};
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError},
    shared::{ChatId, IfVersion},
};

impl Chats {
    /// Deletes a chat of the caller, with its messages.
    ///
    /// `NotFound` without such a chat; `VersionConflict` if it has none of the expected versions;
    /// `Forbidden` without the permission.
    pub async fn delete_chat(
        &self,
        actor: &Actor,
        id: ChatId,
        if_version: &IfVersion,
    ) -> Result<(), ChatError> {
        let mut tx = self.ports.store.begin().await?;
        let chat = lock(tx.as_mut(), actor, id).await?;
        chat.require_version(if_version)?;
        tx.chats().delete(actor.user_id, &[id]).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Deletes those of many chats that are the caller's, with their messages, and answers how many
    /// that were. `Forbidden` without the permission; `Revoked` if the caller is gone.
    pub async fn delete_chats(&self, actor: &Actor, ids: &[ChatId]) -> Result<u64, ChatError> {
        actor.require(Permission::ManageOwnChats)?;
        let mut tx = self.ports.store.begin().await?;
        tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        let deleted = tx.chats().delete(actor.user_id, ids).await?;
        tx.commit().await?;
        Ok(deleted)
    }
}
