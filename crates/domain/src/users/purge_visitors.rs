use super::Users;
use crate::store::StoreError;

/// How many visitors go in one transaction, so that nobody waits for it.
const BATCH: u32 = 20;

impl Users {
    /// Forgets some of the visitors who were away for longer than the policy keeps them, and
    /// answers how many that were; none are left when it answers zero.
    pub async fn purge_visitors(&self) -> Result<u64, StoreError> {
        let before = self.ports.clock.now().minus(self.policy.visitors.idle);
        let mut tx = self.ports.store.begin().await?;
        let purged = tx.users().purge_visitors(before, BATCH).await?;
        tx.commit().await?;
        Ok(purged)
    }
}
