use std::time::Duration;

use super::Users;
use crate::store::StoreError;

/// How many of each kind go in one transaction, so that nobody waits for it.
const BATCH: u32 = 50;

/// For so long whoever follows a link too late is told that it has expired, and not that it was
/// never good.
const TOLD_FOR: Duration = Duration::from_secs(7 * 24 * 3600);

impl Users {
    /// Forgets some of the registrations, mailed tokens and changes of address whose links expired a
    /// week ago, and answers how many that were; none are left when it answers zero. A change of
    /// address has two links, and lives as long as the one that takes it back.
    pub async fn purge_mailed_tokens(&self) -> Result<u64, StoreError> {
        let before = self.ports.clock.now().minus(TOLD_FOR);
        let mut tx = self.ports.store.begin().await?;
        let registrations = tx.registrations().purge(before, BATCH).await?;
        let tokens = tx.one_time_tokens().purge(before, BATCH).await?;
        let changes = tx.email_changes().purge(before, BATCH).await?;
        tx.commit().await?;
        Ok(registrations + tokens + changes)
    }
}
