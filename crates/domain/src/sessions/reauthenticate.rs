use super::{Actor, Session, SessionError, SessionGrant, Sessions};
use crate::{
    audit::EventKind,
    roles::Permission,
    shared::{Client, Timestamp},
    store::Transaction,
    users::Password,
};

/// A user proves the password once more, for what asks for a fresh proof.
#[derive(Clone, Debug)]
pub struct Reauthenticate {
    /// The password.
    pub password: Password,
    /// Where the request came from.
    pub client: Client,
}

impl Sessions {
    /// Gives new tokens for the same session, with a fresh time of authentication. The refresh
    /// token stays the newest one.
    pub async fn reauthenticate(
        &self,
        actor: &Actor,
        command: Reauthenticate,
    ) -> Result<SessionGrant, SessionError> {
        let Reauthenticate { password, client } = command;
        actor.require(Permission::ManageOwnCredentials)?;
        self.prove_password(actor, &password, &client).await?;

        let now = self.ports.clock.now();
        let tx = self.ports.store.begin().await?;
        self.renew_proof(tx, actor, &client, now).await
    }

    /// Notes that the owner of a session has proven who it is, and signs tokens that say so.
    pub(crate) async fn renew_proof(
        &self,
        mut tx: Box<dyn Transaction>,
        actor: &Actor,
        client: &Client,
        now: Timestamp,
    ) -> Result<SessionGrant, SessionError> {
        let event = self.ports.event(EventKind::Reauthenticated, now, client);
        actor.require_live(tx.as_mut(), now).await?;
        tx.sessions().reauthenticated(actor.session_id, now).await?;
        let found = tx.sessions().find_with_user(actor.session_id).await?;
        let (session, user) = found.ok_or(SessionError::Revoked)?;
        if session.revoked.is_some() {
            return Err(SessionError::Revoked);
        }
        tx.audit().record(&event.by(user.id).in_session(session.id)).await?;
        let grant = self.grant(user, Session { authenticated_at: now, ..session }, now)?;
        tx.commit().await?;
        Ok(grant)
    }
}
