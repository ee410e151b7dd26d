use super::Identities;
use crate::store::StoreError;

/// How many of each kind go in one transaction.
const BATCH: u32 = 250;

impl Identities {
    /// Forgets some of the authorizations whose time is over, and answers how many that were; none
    /// are left when it answers zero.
    pub async fn purge_authorizations(&self) -> Result<u64, StoreError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let purged = tx.authorizations().purge(now, BATCH).await?;
        tx.commit().await?;
        Ok(purged)
    }
}
