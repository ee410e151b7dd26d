use super::{Backlog, Mailroom};
use crate::store::StoreError;

impl Mailroom {
    /// How much the outbox still has to do, for whoever watches over the service.
    pub async fn backlog(&self) -> Result<Backlog, StoreError> {
        self.ports.store.read().outbox().backlog().await
    }
}
