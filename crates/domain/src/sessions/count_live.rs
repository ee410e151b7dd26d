use super::Sessions;
use crate::store::StoreError;

impl Sessions {
    /// How many sessions live, for whoever watches over the service.
    pub async fn count_live(&self) -> Result<u64, StoreError> {
        let now = self.ports.clock.now();
        self.ports.store.read().sessions().count_live(now).await
    }
}
