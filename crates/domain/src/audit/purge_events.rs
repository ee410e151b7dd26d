use super::Audit;
use crate::store::StoreError;

/// How many events go in one transaction, so that nobody waits for it.
const BATCH: u32 = 250;

impl Audit {
    /// Removes some of the events that are older than the policy keeps them, and answers how many
    /// that were; none are left when it answers zero.
    pub async fn purge_events(&self) -> Result<u64, StoreError> {
        let before = self.ports.clock.now().minus(self.policy.audit.retention);
        let mut tx = self.ports.store.begin().await?;
        let purged = tx.audit().purge(before, BATCH).await?;
        tx.commit().await?;
        Ok(purged)
    }
}
