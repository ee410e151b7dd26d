use secrecy::{ExposeSecret, SecretString};

use super::{Actor, EndReason, SessionError, Sessions};
use crate::{
    audit::EventKind,
    roles::Permission,
    shared::{Client, SessionId},
    users::TokenPurpose,
};

/// Which session is to end.
#[derive(Clone, Debug)]
pub enum LogOut {
    /// The one that this refresh token is of, spent or not.
    ByRefreshToken(SecretString),
    /// The caller's own.
    ByActor(Actor),
}

impl Sessions {
    /// Ends a session. A token that opens nothing, or a session that has ended, is no error:
    /// afterwards the caller is logged out.
    pub async fn log_out(&self, command: LogOut, client: &Client) -> Result<(), SessionError> {
        let id = match command {
            LogOut::ByActor(actor) => {
                actor.require(Permission::EndOwnSession)?;
                actor.session_id
            }
            LogOut::ByRefreshToken(token) => {
                let tokens = &self.ports.opaque_tokens;
                match tokens.open(TokenPurpose::Refresh, token.expose_secret()) {
                    Some(token) => SessionId::from_uuid(token.id),
                    None => return Ok(()),
                }
            }
        };
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        if tx.sessions().revoke(id, EndReason::LoggedOut, now).await? {
            let user = tx
                .sessions()
                .find_with_user(id)
                .await?
                .map(|(_, user)| user.id);
            let event = self
                .ports
                .event(EventKind::LoggedOut, now, client)
                .in_session(id);
            tx.audit()
                .record(&user.map_or(event.clone(), |user| event.by(user)))
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
