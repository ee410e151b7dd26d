use super::{Permission, Roles};
use crate::{
    audit::EventKind,
    sessions::{Actor, EndReason, Session},
    shared::{Client, UserId},
    users::UserError,
};

impl Roles {
    /// The live sessions of another account, the one that was used last first.
    pub async fn list_user_sessions(
        &self,
        actor: &Actor,
        id: UserId,
        client: &Client,
    ) -> Result<Vec<Session>, UserError> {
        let permission = Permission::ManageUserSessions;
        self.authorise(Some(actor), permission, client).await?;
        let listed = async {
            let now = self.ports.clock.now();
            let mut tx = self.ports.store.begin().await?;
            let user = tx.users().find(id).await?.ok_or(UserError::NotFound)?;
            self.authorise_on(tx.as_mut(), Some(actor), permission, &user, now).await?;
            Ok(tx.sessions().list(id, now).await?)
        };
        self.noting_refusal(listed.await, Some(actor), id, client).await
    }

    /// Ends every session of another account, and answers how many that were.
    pub async fn revoke_user_sessions(
        &self,
        actor: &Actor,
        id: UserId,
        client: &Client,
    ) -> Result<u64, UserError> {
        let permission = Permission::ManageUserSessions;
        self.authorise(Some(actor), permission, client).await?;
        let revoked = async {
            let now = self.ports.clock.now();
            let mut tx = self.ports.store.begin().await?;
            let user = tx.users().lock(id).await?.ok_or(UserError::NotFound)?;
            self.authorise_on(tx.as_mut(), Some(actor), permission, &user, now).await?;
            let reason = EndReason::RevokedByStaff;
            let revoked = tx.sessions().revoke_all(id, None, reason, now).await?;
            if revoked > 0 {
                let event = self.ports.event(EventKind::SessionRevoked, now, client);
                tx.audit().record(&event.done_by(Some(actor), id)).await?;
            }
            tx.commit().await?;
            Ok(revoked)
        };
        self.noting_refusal(revoked.await, Some(actor), id, client).await
    }
}
