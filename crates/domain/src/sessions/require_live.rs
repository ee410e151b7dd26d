use super::{Actor, SessionError};
use crate::{shared::Timestamp, store::Repositories};

impl Actor {
    /// The caller as of now, and not as when the request began: one may take long from its
    /// head, when its caller was judged, to its effect. Before a change it is asked inside the
    /// transaction, once the account is locked.
    pub(crate) async fn require_live(
        &self,
        store: &mut dyn Repositories,
        now: Timestamp,
    ) -> Result<Self, SessionError> {
        let found = store.sessions().find_with_user(self.session_id).await?;
        let (session, user) = found.ok_or(SessionError::Revoked)?;
        if session.revoked.is_some() || session.user_id != self.user_id {
            return Err(SessionError::Revoked);
        }
        if session.has_expired(now) {
            return Err(SessionError::Expired);
        }
        let authenticated_at = session.authenticated_at;
        Ok(Self { role: user.role, authenticated_at, ..*self })
    }
}
