use secrecy::{ExposeSecret, SecretString};

use super::{Actor, EndReason, SessionError, Sessions};
use crate::{
    audit::EventKind,
    roles::{Permission, Role},
    shared::{Client, SessionId, UserId},
    users::TokenPurpose,
};

/// Somebody wants to be logged out, by whichever tokens they have.
#[derive(Clone, Debug)]
pub struct LogOut {
    /// Any refresh token of the session, spent or not.
    pub refresh_token: Option<SecretString>,
    /// An access token of the session.
    pub access_token: Option<SecretString>,
    /// Whether to end every session of the user, and not just the one.
    pub everywhere: bool,
    /// Where the request came from.
    pub client: Client,
}

impl Sessions {
    /// Ends the sessions that the tokens are of, or all of the user's. A token that opens nothing,
    /// or a session that has ended, is no error: afterwards the caller is logged out. No token at
    /// all is one. A token that is dead ends nothing else: whoever finds an old one logs nobody
    /// out everywhere.
    pub async fn log_out(&self, command: LogOut) -> Result<(), SessionError> {
        let LogOut { refresh_token, access_token, everywhere, client } = command;
        if refresh_token.is_none() && access_token.is_none() {
            return Err(SessionError::NoCredential);
        }
        let by_refresh = refresh_token.as_ref().and_then(|token| self.session_of(token));
        let by_access = match access_token {
            Some(token) => self.live_session_of(&token).await?,
            None => None,
        };
        if everywhere {
            let by_refresh = match &refresh_token {
                Some(token) => self.live_user_of(token).await?,
                None => None,
            };
            let by_access = by_access.as_ref().map(|actor| (actor.user_id, actor.role));
            self.end_everywhere(by_refresh, &client).await?;
            self.end_everywhere(by_access.filter(|own| Some(*own) != by_refresh), &client).await?;
        }
        let by_access = by_access.map(|actor| actor.session_id);
        for id in by_refresh.into_iter().chain(by_access.filter(|id| by_refresh != Some(*id))) {
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
    ) -> Result<Option<Actor>, SessionError> {
        match self.authenticate(access_token.expose_secret()).await {
            Ok(caller) => {
                caller.actor.require(Permission::EndOwnSession)?;
                Ok(Some(caller.actor))
            }
            Err(error) if is_dead(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn live_user_of(
        &self,
        refresh_token: &SecretString,
    ) -> Result<Option<(UserId, Role)>, SessionError> {
        match self.read_by_refresh_token(refresh_token).await {
            Ok((_, user)) => Ok(Some((user.id, user.role))),
            Err(error) if is_dead(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn end_own(&self, id: SessionId, client: &Client) -> Result<(), SessionError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        if let Some(user) = tx.sessions().revoke(id, EndReason::LoggedOut, now).await? {
            let event = self.ports.event(EventKind::LoggedOut, now, client);
            tx.audit().record(&event.by(user).in_session(id)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn end_everywhere(
        &self,
        whose: Option<(UserId, Role)>,
        client: &Client,
    ) -> Result<(), SessionError> {
        let Some((user, role)) = whose else { return Ok(()) };
        if !role.may(Permission::ManageOwnSessions) {
            return Ok(());
        }
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        tx.users().lock(user).await?;
        if tx.sessions().revoke_all(user, None, EndReason::LoggedOut, now).await? > 0 {
            let event = self.ports.event(EventKind::LoggedOut, now, client);
            tx.audit().record(&event.by(user)).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// A token that opens nothing any more: whoever has it is logged out.
fn is_dead(error: &SessionError) -> bool {
    matches!(error, SessionError::AccessToken(_)) || error.ends_the_refresh_token()
}
