use super::{Permission, Roles, require_another_admin};
use crate::{
    audit::EventKind,
    sessions::Actor,
    shared::{Client, UserId},
    users::UserError,
};

/// Somebody deletes an account that is not their own.
#[derive(Clone, Debug)]
pub struct DeleteUser {
    /// Whose.
    pub id: UserId,
    /// Where the request came from.
    pub client: Client,
}

impl Roles {
    /// Deletes an account, at once and for good, with everything that belongs to it. `LastAdmin` if
    /// no active admin would be left; `Forbidden` on the own account.
    pub async fn delete_user(
        &self,
        actor: Option<&Actor>,
        command: DeleteUser,
    ) -> Result<(), UserError> {
        self.authorise(actor, Permission::DeleteUsers, &command.client).await?;
        let deleted = self.try_delete_user(actor, &command).await;
        self.noting_refusal(deleted, actor, command.id, &command.client).await
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
        self.authorise_on(tx.as_mut(), actor, Permission::DeleteUsers, user, now).await?;
        require_another_admin(user, &kept, now)?;
        self.users().erase(tx.as_mut(), user, now).await?;
        let event = self.ports.event(EventKind::UserDeleted, now, &command.client);
        tx.audit().record(&event.done_by(actor, user.id)).await?;
        tx.commit().await?;
        Ok(())
    }
}
