use super::Mailroom;
use crate::store::StoreError;

/// How many mails go in one transaction, so that nobody waits for it.
const BATCH: u32 = 100;

impl Mailroom {
    /// Removes some of the mails that were sent or given up longer ago than the policy keeps them,
    /// and answers how many that were; none are left when it answers zero.
    pub async fn purge_mails(&self) -> Result<u64, StoreError> {
        let before = self.ports.clock.now().minus(self.policy.mail.retention);
        let mut tx = self.ports.store.begin().await?;
        let purged = tx.outbox().purge(before, BATCH).await?;
        tx.commit().await?;
        Ok(purged)
    }
}
