use async_trait::async_trait;

use super::Event;
use crate::store::StoreError;

/// The security events, oldest first.
#[async_trait]
pub trait AuditTrail: Send {
    /// Adds an event. Inside a transaction it MUST be kept only if the transaction is.
    async fn record(&mut self, event: &Event) -> Result<(), StoreError>;
}
