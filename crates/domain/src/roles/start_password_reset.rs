use super::{Permission, Roles, authorise_on};
use crate::{
    sessions::{Actor, SessionError},
    shared::{Client, UserId},
    users::UserError,
};

/// Somebody has a link mailed to another one that sets a new password.
#[derive(Clone, Debug)]
pub struct StartPasswordReset {
    /// To whom.
    pub id: UserId,
    /// Where the request came from.
    pub client: Client,
}

impl Roles {
    /// Mails the owner of an account a link that sets a new password; an older one is dead then.
    /// The password until now goes on working. `Suspended` if the account may not be used;
    /// `NotFound` if it has no address.
    pub async fn start_password_reset(
        &self,
        actor: &Actor,
        command: StartPasswordReset,
    ) -> Result<(), UserError> {
        let StartPasswordReset { id, client } = command;
        self.ports.authorise(Some(actor), Permission::StartPasswordResets, &client).await?;
        let started = self.try_start_password_reset(actor, id, &client).await;
        self.ports.noting_refusal(started, Some(actor), Some(id), &client).await
    }

    async fn try_start_password_reset(
        &self,
        actor: &Actor,
        id: UserId,
        client: &Client,
    ) -> Result<(), UserError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let user = tx.users().lock(id).await?.ok_or(UserError::NotFound)?;
        let permission = Permission::StartPasswordResets;
        authorise_on(tx.as_mut(), Some(actor), permission, &user, now).await?;
        let to = user.email.as_ref().ok_or(UserError::NotFound)?;
        if user.is_suspended(now) {
            return Err(SessionError::Suspended.into());
        }
        self.users().mail_reset(tx.as_mut(), &user, to, now).await?;
        let event = self.users().reset_requested(client, now).done_by(Some(actor), id);
        tx.audit().record(&event).await?;
        tx.commit().await?;
        Ok(())
    }
}
