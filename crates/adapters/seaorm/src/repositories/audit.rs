use async_trait::async_trait;
use bookplate_domain::{
    audit::{AuditTrail, Event, EventFilter},
    shared::{Cursor, Limit, Page, Timestamp, UserId},
    store::StoreError,
};

use crate::{
    collections::{Collections, Connection},
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

const PURGE_ON_SQLITE: &str = "\
    DELETE FROM audit_events WHERE id IN (\
    SELECT id FROM audit_events WHERE at < $1 ORDER BY at, id LIMIT $2)";
/// What another node is about to purge is passed over, not waited for. As an array the choice is made
/// once; `IN` may make it once for each row, and each time take others.
const PURGE_ON_POSTGRES: &str = "\
    DELETE FROM audit_events WHERE id = ANY(ARRAY(\
    SELECT id FROM audit_events WHERE at < $1 ORDER BY at, id LIMIT $2 FOR UPDATE SKIP LOCKED))";

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
        Sql::either(&self.connection, PURGE_ON_SQLITE, PURGE_ON_POSTGRES)
            .at(before)
            .bind(i64::from(count))
            .run()
            .await
    }
}
