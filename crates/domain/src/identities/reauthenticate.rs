use super::{Identities, IdentityError, OneTimeCode};
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError, SessionGrant},
    shared::Client,
};

/// A user brings a one-time code, as a fresh proof of who it is.
#[derive(Clone, Debug)]
pub struct ReauthenticateByProvider {
    /// The code, and what proves that it is the caller's.
    pub code: OneTimeCode,
    /// Where the request came from.
    pub client: Client,
}

impl Identities {
    /// Gives new tokens for the same session, with a fresh time of authentication, as
    /// [`Sessions::reauthenticate`](crate::sessions::Sessions::reauthenticate) does for a password.
    ///
    /// `CodeInvalid` for a code that is of no use; `InvalidCredentials` if the identity is none of
    /// the caller's account.
    pub async fn reauthenticate(
        &self,
        actor: &Actor,
        command: ReauthenticateByProvider,
    ) -> Result<SessionGrant, IdentityError> {
        let ReauthenticateByProvider { code, client } = command;
        actor.require(Permission::ManageOwnCredentials)?;
        let code = self.open_code(&code)?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let completed = code.redeem(tx.as_mut(), now).await?;
        let user = tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        let found =
            tx.identities().find(&completed.assertion.issuer, &completed.assertion.subject).await?;
        if found.is_none_or(|identity| identity.user_id != user.id) {
            drop(tx);
            self.sessions().note_failed_proof(actor, &client).await?;
            return Err(SessionError::InvalidCredentials.into());
        }
        let grant = self.sessions().renew_proof(tx, actor, &client, now).await?;
        Ok(grant)
    }
}
