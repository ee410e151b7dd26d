use super::{Identities, IdentityError, OneTimeCode};
use crate::{
    audit::EventKind,
    limits::{LimitKey, Rule},
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
    /// `CodeInvalid` for a code that is of no use; `NotLinked` if the identity is none of the caller's
    /// account, which spends the code; `LimitReached` if it was tried too often.
    pub async fn reauthenticate(
        &self,
        actor: &Actor,
        command: ReauthenticateByProvider,
    ) -> Result<SessionGrant, IdentityError> {
        let ReauthenticateByProvider { code, client } = command;
        actor.require(Permission::ManageOwnCredentials)?;
        let code = self.open_code(&code)?;
        let key = LimitKey::User(actor.user_id);
        let verdict = self.ports.limits.check(Rule::ProvePassword, &key).await?;
        verdict.into_result().map_err(SessionError::from)?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let completed = code.redeem(tx.as_mut(), now).await?;
        let user = tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        let found =
            tx.identities().find(&completed.assertion.issuer, &completed.assertion.subject).await?;
        if found.is_none_or(|identity| identity.user_id != user.id) {
            // The code is spent, so that it fails once.
            let event = self.ports.event(EventKind::ReauthenticationFailed, now, &client);
            let event = event.concerning(Some(user.id)).in_session(actor.session_id);
            tx.audit().record(&event).await?;
            tx.commit().await?;
            return Err(IdentityError::NotLinked);
        }
        let grant = self.sessions().renew_proof(tx, actor, &client, now).await?;
        Ok(grant)
    }
}
