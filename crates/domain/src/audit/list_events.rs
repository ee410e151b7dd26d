use super::{Audit, Event, EventFilter};
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError},
    shared::{Client, Cursor, Limit, Page},
};

/// Somebody wants to see what happened.
#[derive(Clone, Debug)]
pub struct ListEvents {
    /// Which events.
    pub filter: EventFilter,
    /// Where the page begins; `None` for the first.
    pub after: Option<Cursor<Event>>,
    /// How many.
    pub limit: Limit,
    /// Where the request came from.
    pub client: Client,
}

impl Audit {
    /// One page of everybody's events, the newest first. `Forbidden` without the permission.
    pub async fn list_events(
        &self,
        actor: &Actor,
        query: ListEvents,
    ) -> Result<Page<Event>, SessionError> {
        let ListEvents { filter, after, limit, client } = query;
        self.ports.authorise(Some(actor), Permission::ReadAuditTrail, &client).await?;
        Ok(self.ports.store.read().audit().list(&filter, after.as_ref(), limit).await?)
    }
}
