use super::{Actor, SessionError, Sessions};
use crate::{shared::Timestamp, store::Transaction};

impl Sessions {
    /// The caller as of now, seen from inside a transaction. A request may take long from its head,
    /// when its caller was judged, to its effect; to be asked once the account is locked.
    pub(crate) async fn require_live(
        &self,
        tx: &mut dyn Transaction,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Actor, SessionError> {
        let found = tx.sessions().find_with_user(actor.session_id).await?;
        let (session, user) = found.ok_or(SessionError::Revoked)?;
        if session.revoked.is_some() || session.user_id != actor.user_id {
            return Err(SessionError::Revoked);
        }
        if session.has_expired(now) {
            return Err(SessionError::Expired);
        }
        let authenticated_at = session.authenticated_at;
        Ok(Actor { role: user.role, authenticated_at, ..*actor })
    }
}
