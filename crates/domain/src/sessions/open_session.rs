use super::{EndReason, SessionGrant, Sessions};
use crate::{
    audit::EventKind,
    shared::Timestamp,
    store::{StoreError, Transaction},
};

impl Sessions {
    /// Keeps a session that was granted, and ends the oldest if its user has too many now. `false`
    /// if the user is gone or in another epoch by now.
    pub(crate) async fn keep(
        &self,
        tx: &mut dyn Transaction,
        grant: &SessionGrant,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        if !tx.sessions().insert(&grant.session, grant.user.epoch).await? {
            return Ok(false);
        }
        let most = self.policy.sessions.max_per_user;
        let user = grant.user.id;
        if tx.sessions().revoke_oldest(user, most, EndReason::TooMany, now).await? > 0 {
            let event = self.ports.event(EventKind::SessionRevoked, now, &grant.session.client);
            tx.audit().record(&event.concerning(Some(user))).await?;
        }
        Ok(true)
    }
}
