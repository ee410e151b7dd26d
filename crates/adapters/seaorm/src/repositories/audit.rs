use async_trait::async_trait;
use bookplate_domain::{
    audit::{AuditTrail, Event, EventFilter},
    shared::{Cursor, Limit, Page, Timestamp, UserId},
    store::StoreError,
};

use crate::{
    collections::{Collections, Connection},
    purge::{Purge, purge},
    rows::audit_event::Model,
    sql::Sql,
};

/// Each half by an index of its own.
const PSEUDONYMISE_DEEDS: &str = "\
    UPDATE audit_events SET ip = NULL, user_agent = NULL \
    WHERE actor_id = $1 AND (ip IS NOT NULL OR user_agent IS NOT NULL)";
const PSEUDONYMISE_THE_REST: &str = "\
    UPDATE audit_events SET ip = NULL, user_agent = NULL \
    WHERE target_id = $1 AND actor_id IS NULL AND (ip IS NOT NULL OR user_agent IS NOT NULL)";

const PURGE: Purge = purge!("audit_events", "at < $2", oldest by "at, id");

#[async_trait]
impl<C: Connection> AuditTrail for Collections<C> {
    async fn record(&mut self, event: &Event) -> Result<(), StoreError> {
        self.add(Model::new(event, self.backend())).await
    }

    async fn record_all(&mut self, events: &[Event]) -> Result<(), StoreError> {
        let backend = self.backend();
        self.add_all(events.iter().map(|event| Model::new(event, backend)).collect()).await
    }

    async fn list(
        &mut self,
        filter: &EventFilter,
        after: Option<&Cursor<Event>>,
        limit: Limit,
    ) -> Result<Page<Event>, StoreError> {
        self.list_events(filter, after, limit).await
    }

    async fn pseudonymise(&mut self, user: UserId) -> Result<(), StoreError> {
        for half in [PSEUDONYMISE_DEEDS, PSEUDONYMISE_THE_REST] {
            Sql::new(&self.connection, half).bind(user.as_uuid()).run().await?;
        }
        Ok(())
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        PURGE.on(&self.connection, count).at(before).run().await
    }
}
