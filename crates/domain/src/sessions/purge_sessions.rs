use super::Sessions;
use crate::store::StoreError;

/// How many sessions go in one transaction, so that nobody waits for it.
const BATCH: u32 = 100;

impl Sessions {
    /// Forgets some of the sessions that are over for longer than the policy keeps them, and
    /// answers how many that were; none are left when it answers zero.
    pub async fn purge_sessions(&self) -> Result<u64, StoreError> {
        let before = self.ports.clock.now().minus(self.policy.sessions.retention);
        let mut tx = self.ports.store.begin().await?;
        let purged = tx.sessions().purge(before, BATCH).await?;
        tx.commit().await?;
        Ok(purged)
    }
}
