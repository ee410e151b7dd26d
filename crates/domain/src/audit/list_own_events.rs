use super::{Audit, Event, EventFilter, Whose};
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError},
    shared::{Cursor, Limit, Page},
};

/// A user wants to see what happened to the own account.
#[derive(Clone, Debug)]
pub struct ListOwnEvents {
    /// Where the page begins; `None` for the first.
    pub after: Option<Cursor<Event>>,
    /// How many.
    pub limit: Limit,
}

impl Audit {
    /// One page of the events that concern the caller's account, the newest first. `Forbidden`
    /// without the permission.
    pub async fn list_own_events(
        &self,
        actor: &Actor,
        query: ListOwnEvents,
    ) -> Result<Page<Event>, SessionError> {
        actor.require(Permission::ReadOwnEvents)?;
        let whose = Some(Whose::Target(actor.user_id));
        let filter = EventFilter { whose, ..EventFilter::default() };
        let ListOwnEvents { after, limit } = query;
        Ok(self.ports.store.read().audit().list(&filter, after.as_ref(), limit).await?)
    }
}
