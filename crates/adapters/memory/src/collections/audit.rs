use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    audit::{AuditTrail, Event},
    store::{StoreError, Unique},
};

use super::Collections;
use crate::view::View;

#[async_trait]
impl<V: View> AuditTrail for Collections<V> {
    async fn record(&mut self, event: &Event) -> Result<(), StoreError> {
        self.0.change(|state| {
            if state.audit.iter().any(|other| other.id == event.id) {
                return Err(StoreError::Conflict(Unique::Id));
            }
            Arc::make_mut(&mut state.audit).push(event.clone());
            Ok(())
        })
    }
}
