use secrecy::{ExposeSecret, SecretString};

use super::{EndReason, SessionError, Sessions};
use crate::{
    audit::EventKind,
    roles::Permission,
    shared::{Client, SessionId},
    users::TokenPurpose,
};

/// Somebody wants to be logged out, by whichever tokens they have.
#[derive(Clone, Debug)]
pub struct LogOut {
    /// Any refresh token of the session, spent or not.
    pub refresh_token: Option<SecretString>,
    /// An access token of the session.
    pub access_token: Option<SecretString>,
    /// Where the request came from.
    pub client: Client,
}

impl Sessions {
    /// Ends the sessions that the tokens are of. A token that opens nothing, or a session that has
    /// ended, is no error: afterwards the caller is logged out. No token at all is one.
    pub async fn log_out(&self, command: LogOut) -> Result<(), SessionError> {
        let LogOut { refresh_token, access_token, client } = command;
        if refresh_token.is_none() && access_token.is_none() {
            return Err(SessionError::NoCredential);
        }
        let by_refresh = refresh_token.and_then(|token| self.session_of(&token));
        let by_access = match access_token {
            Some(token) => self.live_session_of(&token).await?,
            None => None,
        };
        if let Some(id) = by_refresh {
            self.end_own(id, &client).await?;
        }
        if let Some(id) = by_access.filter(|id| by_refresh != Some(*id)) {
            self.end_own(id, &client).await?;
        }
        Ok(())
    }

    fn session_of(&self, refresh_token: &SecretString) -> Option<SessionId> {
        let text = refresh_token.expose_secret();
        let token = self.ports.opaque_tokens.open(TokenPurpose::Refresh, text)?;
        Some(SessionId::from_uuid(token.id))
    }

    async fn live_session_of(
        &self,
        access_token: &SecretString,
    ) -> Result<Option<SessionId>, SessionError> {
        match self.authenticate(access_token.expose_secret()).await {
            Ok(caller) => {
                caller.actor.require(Permission::EndOwnSession)?;
                Ok(Some(caller.actor.session_id))
            }
            Err(SessionError::AccessToken(_) | SessionError::Revoked | SessionError::Expired) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    async fn end_own(&self, id: SessionId, client: &Client) -> Result<(), SessionError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        if tx.sessions().revoke(id, EndReason::LoggedOut, now).await?
            && let Some((_, user)) = tx.sessions().find_with_user(id).await?
        {
            let event = self.ports.event(EventKind::LoggedOut, now, client);
            tx.audit().record(&event.by(user.id).in_session(id)).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
