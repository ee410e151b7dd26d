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
    sql::Sql,
};

const WHAT: &str = "visitor";

/// Who came first goes first: ids rise with time.
macro_rules! idle_visitors {
    () => {
        "SELECT id FROM users WHERE facets = 0 AND role = 'anonymous' AND created_at < $1 \
         AND NOT EXISTS \
         (SELECT 1 FROM sessions WHERE user_id = users.id AND last_active_at >= $1) \
         ORDER BY id LIMIT $2"
    };
}

const PURGE_VISITORS_ON_SQLITE: &str =
    concat!("DELETE FROM users WHERE id IN (", idle_visitors!(), ") RETURNING id");
/// Whoever is kept by another transaction may be becoming a user, and is left out. As an array the
/// choice is made once; `IN` may make it once for each row, and each time take others.
const PURGE_VISITORS_ON_POSTGRES: &str = concat!(
    "DELETE FROM users WHERE id = ANY(ARRAY(",
    idle_visitors!(),
    " FOR UPDATE SKIP LOCKED)) RETURNING id"
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
        let purge =
            Sql::either(&self.connection, PURGE_VISITORS_ON_SQLITE, PURGE_VISITORS_ON_POSTGRES);
        let purge = purge.at(before).bind(i64::from(count)).all(WHAT);
        let gone: Vec<Id> = self.in_bulk(purge).await?;
        for visitor in &gone {
            self.note(Change::User(UserId::from_uuid(visitor.id)));
        }
        Ok(gone.len() as u64)
    }
}
