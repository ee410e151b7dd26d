use super::{Permission, Roles, authorise_on};
use crate::{
    audit::EventKind,
    sessions::{Actor, EndReason},
    shared::{Client, UserId},
    users::UserError,
};

impl Roles {
    /// Ends every session of another account, and answers how many that were.
    ///
    /// `NotFound` if there is no such account; `Forbidden` without the permission, on the own
    /// account, and for a moderator on the account of staff; `Revoked` or `Expired` if the caller's
    /// session has ended by then.
    pub async fn revoke_user_sessions(
        &self,
        actor: &Actor,
        id: UserId,
        client: &Client,
    ) -> Result<u64, UserError> {
        let permission = Permission::ManageUserSessions;
        self.ports.authorise(Some(actor), permission, client).await?;
        let revoked = async {
            let now = self.ports.clock.now();
            let mut tx = self.ports.store.begin().await?;
            let user = tx.users().lock(id).await?.ok_or(UserError::NotFound)?;
            authorise_on(tx.as_mut(), Some(actor), permission, &user, now).await?;
            let reason = EndReason::RevokedByStaff;
            let revoked = tx.sessions().revoke_all(id, None, reason, now).await?;
            if revoked > 0 {
                let event = self.ports.event(EventKind::SessionRevoked, now, client);
                tx.audit().record(&event.done_by(Some(actor), id)).await?;
            }
            tx.commit().await?;
            Ok(revoked)
        };
        self.ports.noting_refusal(revoked.await, Some(actor), Some(id), client).await
    }
}
