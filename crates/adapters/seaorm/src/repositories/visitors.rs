//! Visitors who stay away.

use bookplate_domain::{
    shared::{Timestamp, UserId},
    store::StoreError,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    change::Change,
    collections::{Collections, Connection},
    purge::{Purge, purge},
};

const WHAT: &str = "visitor";

/// Who came first goes first: ids rise with time. Whoever another transaction keeps may be becoming a
/// user, and is passed over.
const PURGE: Purge = purge!(
    "users",
    "facets = 0 AND role = 'anonymous' AND created_at < $2 AND NOT EXISTS \
     (SELECT 1 FROM sessions WHERE user_id = users.id AND last_active_at >= $2)",
    oldest by "id",
    returning "id"
);

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

impl<C: Connection> Collections<C> {
    /// Removes visitors with everything that is theirs, and answers how many.
    pub(super) async fn purge_idle_visitors(
        &mut self,
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        let purge = PURGE.on(&self.connection, count).at(before).all(WHAT);
        let gone: Vec<Id> = self.in_bulk(purge).await?;
        for visitor in &gone {
            self.note(Change::User(UserId::from_uuid(visitor.id)));
        }
        Ok(gone.len() as u64)
    }
}
