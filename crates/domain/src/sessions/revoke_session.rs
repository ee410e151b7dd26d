use super::{Actor, EndReason, SessionError, Sessions};
use crate::{
    audit::EventKind,
    roles::Permission,
    shared::{Client, SessionId},
};

impl Sessions {
    /// Ends one of the caller's own sessions. One that is not theirs is answered like one that is
    /// not there.
    pub async fn revoke_session(
        &self,
        actor: &Actor,
        id: SessionId,
        client: &Client,
    ) -> Result<(), SessionError> {
        actor.require(Permission::ManageOwnSessions)?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        // The caller was judged by what was remembered for some seconds; this ends others.
        actor.require_live(tx.as_mut(), now).await?;
        let reason = EndReason::RevokedByOwner;
        if !tx.sessions().revoke_own(actor.user_id, id, reason, now).await? {
            return Err(SessionError::NotFound);
        }
        let event = self.ports.event(EventKind::SessionRevoked, now, client);
        tx.audit().record(&event.by(actor.user_id).in_session(id)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends all of the caller's sessions but the one they are in, and answers how many that were.
    pub async fn revoke_other_sessions(
        &self,
        actor: &Actor,
        client: &Client,
    ) -> Result<u64, SessionError> {
        actor.require(Permission::ManageOwnSessions)?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        // Two that end the same sessions in different orders would wait for each other.
        tx.users().lock(actor.user_id).await?;
        actor.require_live(tx.as_mut(), now).await?;
        let (others, reason) = (Some(actor.session_id), EndReason::RevokedByOwner);
        let revoked = tx.sessions().revoke_all(actor.user_id, others, reason, now).await?;
        if revoked > 0 {
            let event = self.ports.event(EventKind::SessionRevoked, now, client);
            tx.audit().record(&event.by(actor.user_id).in_session(actor.session_id)).await?;
        }
        tx.commit().await?;
        Ok(revoked)
    }
}
