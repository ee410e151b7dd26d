use super::{Permission, Roles, authorise_on};
use crate::{
    sessions::{Actor, Session},
    shared::{Client, UserId},
    users::UserError,
};

impl Roles {
    /// The live sessions of another account, the one that was used last first.
    ///
    /// `NotFound` if there is no such account; `Forbidden` without the permission, on the own
    /// account, and for a moderator on the account of staff; `Revoked` or `Expired` if the caller's
    /// session has ended by then.
    pub async fn list_user_sessions(
        &self,
        actor: &Actor,
        id: UserId,
        client: &Client,
    ) -> Result<Vec<Session>, UserError> {
        let permission = Permission::ManageUserSessions;
        self.ports.authorise(Some(actor), permission, client).await?;
        let listed = async {
            let now = self.ports.clock.now();
            let mut tx = self.ports.store.begin().await?;
            let user = tx.users().find(id).await?.ok_or(UserError::NotFound)?;
            authorise_on(tx.as_mut(), Some(actor), permission, &user, now).await?;
            Ok(tx.sessions().list(id, now).await?)
        };
        self.ports.noting_refusal(listed.await, Some(actor), Some(id), client).await
    }
}
