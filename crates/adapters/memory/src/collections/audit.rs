use std::{cmp::Reverse, collections::BTreeSet, sync::Arc};

use async_trait::async_trait;
use bookplate_domain::{
    audit::{AuditTrail, Event, EventFilter, Whose},
    shared::{Client, Cursor, EventId, Limit, Page, Timestamp, UserId},
    store::{StoreError, Unique},
};

use super::{
    Collections,
    pages::{from_the_end, page},
};
use crate::view::View;

fn lets_through(filter: &EventFilter, event: &Event) -> bool {
    let whose = match filter.whose {
        None => true,
        Some(Whose::Target(user)) => event.target == Some(user),
        Some(Whose::ActorOrTarget(user)) => [event.actor, event.target].contains(&Some(user)),
    };
    whose
        && filter.kind.is_none_or(|kind| kind == event.kind)
        && filter.from.is_none_or(|from| event.at >= from)
        && filter.to.is_none_or(|to| event.at < to)
}

/// Where an event stands among those listed.
fn place(event: &Event) -> Vec<u8> {
    let at = event.at.unix_millis().to_be_bytes();
    from_the_end(at.into_iter().chain(event.id.as_uuid().into_bytes()))
}

#[async_trait]
impl<V: View> AuditTrail for Collections<V> {
    async fn record(&mut self, event: &Event) -> Result<(), StoreError> {
        self.record_all(std::slice::from_ref(event)).await
    }

    async fn record_all(&mut self, events: &[Event]) -> Result<(), StoreError> {
        self.0.change(|state| {
            let mut ids: BTreeSet<EventId> = events.iter().map(|event| event.id).collect();
            let twice = ids.len() < events.len();
            if twice || state.audit.iter().any(|other| !ids.insert(other.id)) {
                return Err(StoreError::Conflict(Unique::Id));
            }
            Arc::make_mut(&mut state.audit).extend_from_slice(events);
            Ok(())
        })
    }

    async fn list(
        &mut self,
        filter: &EventFilter,
        after: Option<&Cursor<Event>>,
        limit: Limit,
    ) -> Result<Page<Event>, StoreError> {
        let state = self.0.state();
        let mut events: Vec<_> = state.audit.iter().filter(|e| lets_through(filter, e)).collect();
        events.sort_by_key(|event| Reverse((event.at, event.id)));
        Ok(page(events.into_iter().cloned(), place, after, limit))
    }

    async fn pseudonymise(&mut self, user: UserId) -> Result<(), StoreError> {
        self.0.change(|state| {
            for event in Arc::make_mut(&mut state.audit) {
                if event.actor.or(event.target) == Some(user) {
                    let request_id = event.client.request_id.take();
                    event.client = Client { request_id, ..Client::default() };
                }
            }
            Ok(())
        })
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.0.change(|state| {
            let old = state.audit.iter().filter(|event| event.at < before);
            let mut oldest: Vec<_> = old.map(|event| (event.at, event.id)).collect();
            oldest.sort_unstable();
            oldest.truncate(usize::try_from(count).unwrap_or(usize::MAX));
            let gone: BTreeSet<EventId> = oldest.into_iter().map(|(_, id)| id).collect();
            Arc::make_mut(&mut state.audit).retain(|event| !gone.contains(&event.id));
            Ok(gone.len() as u64)
        })
    }
}
