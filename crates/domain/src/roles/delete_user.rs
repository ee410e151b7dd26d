use super::{Permission, Roles, authorise_on, require_another_admin};
use crate::{
    audit::EventKind,
    sessions::Actor,
    shared::{Client, IfVersion, UserId},
    users::UserError,
};

/// Somebody deletes an account that is not their own.
#[derive(Clone, Debug)]
pub struct DeleteUser {
    /// Whose.
    pub id: UserId,
    /// Only if the account still has one of these versions.
    pub if_version: IfVersion,
    /// Where the request came from.
    pub client: Client,
}

impl Roles {
    /// Deletes an account, at once and for good, with everything that belongs to it. `LastAdmin` if
    /// no active admin would be left; `VersionConflict` if it was changed since it was read;
    /// `Forbidden` on the own account.
    pub async fn delete_user(
        &self,
        actor: Option<&Actor>,
        command: DeleteUser,
    ) -> Result<(), UserError> {
        self.ports.authorise(actor, Permission::DeleteUsers, &command.client).await?;
        let deleted = self.try_delete_user(actor, &command).await;
        self.ports.noting_refusal(deleted, actor, Some(command.id), &command.client).await
    }

    async fn try_delete_user(
        &self,
        actor: Option<&Actor>,
        command: &DeleteUser,
    ) -> Result<(), UserError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let kept = tx.users().lock_with_admins(command.id).await?;
        let user = kept.iter().find(|user| user.id == command.id).ok_or(UserError::NotFound)?;
        authorise_on(tx.as_mut(), actor, Permission::DeleteUsers, user, now).await?;
        user.require_version(&command.if_version)?;
        require_another_admin(user, &kept, &self.policy, now)?;
        self.users().erase(tx.as_mut(), user, now).await?;
        let event = self.ports.event(EventKind::UserDeleted, now, &command.client);
        tx.audit().record(&event.done_by(actor, user.id)).await?;
        tx.commit().await?;
        Ok(())
    }
}
