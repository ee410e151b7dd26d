use super::{Actor, Session, SessionError, Sessions};
use crate::roles::Permission;

impl Sessions {
    /// The caller's live sessions, the one that was used last first.
    pub async fn list_sessions(&self, actor: &Actor) -> Result<Vec<Session>, SessionError> {
        actor.require(Permission::ManageOwnSessions)?;
        let now = self.ports.clock.now();
        Ok(self.ports.store.read().sessions().list(actor.user_id, now).await?)
    }
}
