use async_trait::async_trait;

use super::{Event, EventFilter};
use crate::{
    shared::{Cursor, Limit, Page, Timestamp, UserId},
    store::StoreError,
};

/// The security events.
#[async_trait]
pub trait AuditTrail: Send {
    /// Adds an event. Inside a transaction it MUST be kept only if the transaction is.
    async fn record(&mut self, event: &Event) -> Result<(), StoreError>;

    /// Adds many events at once: all of them, or none.
    async fn record_all(&mut self, events: &[Event]) -> Result<(), StoreError>;

    /// The events that a filter lets through, the newest first and those of one moment by falling
    /// id, from behind `after` on. Each MUST come once, however many parts of the filter it fits.
    async fn list(
        &mut self,
        filter: &EventFilter,
        after: Option<&Cursor<Event>>,
        limit: Limit,
    ) -> Result<Page<Event>, StoreError>;

    /// Makes what is kept of a user pseudonymous: address and browser go from every event that the
    /// user did, or that somebody unproven did to the account. The ids stay.
    async fn pseudonymise(&mut self, user: UserId) -> Result<(), StoreError>;

    /// Removes at most `count` of the events before a moment, the oldest first, and answers how
    /// many that were.
    ///
    /// That a user was deleted MAY be known to the
    /// [`RevocationFeed`](crate::sessions::RevocationFeed) from these rows only, so the moment must
    /// lie further back than any access token lasts.
    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError>;
}
