use super::Mailroom;
use crate::{shared::MailId, store::StoreError};

impl Mailroom {
    /// Has a dead mail tried again at once. `false` if it is not dead. For the command line only,
    /// so nobody is asked for a permission.
    pub async fn retry_mail(&self, id: MailId) -> Result<bool, StoreError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let retried = tx.outbox().retry(id, now).await?;
        tx.commit().await?;
        Ok(retried)
    }
}
