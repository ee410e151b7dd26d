use async_trait::async_trait;
use bookplate_domain::{
    audit::{AuditTrail, Event},
    store::StoreError,
};

use crate::{
    collections::{Collections, Connection},
    rows::audit_event::Model,
};

#[async_trait]
impl<C: Connection> AuditTrail for Collections<C> {
    async fn record(&mut self, event: &Event) -> Result<(), StoreError> {
        self.add(Model::new(event, self.backend())).await
    }
}
