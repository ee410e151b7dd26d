use bookplate_domain::{
    audit::{Event, EventFilter, EventKind, Whose},
    shared::{Cursor, Limit, Page, Timestamp},
    store::StoreError,
};
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    page::{Place, one_more_than, page},
    rows::audit_event::{Model, WHAT},
    sql::Sql,
};

/// From behind the moment `$2` and the id `$3` on as far as the moment `$1`. `$5` names a kind, or
/// none, and `$6` a user.
macro_rules! list {
    ($where:literal) => {
        concat!(
            "SELECT id, at, kind, actor_id, target_id, session_id, ip, user_agent, request_id, \
             changes FROM audit_events WHERE ",
            $where,
            " AND at >= $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT +$4"
        )
    };
}

const ALL: &str = list!("CAST($5 AS text) IS NULL");
const OF_KIND: &str = list!("kind = $5");
const OF_TARGET: &str = list!("target_id = $6 AND (kind = $5 OR $5 IS NULL)");

/// The page is among the first of each half; what is in both comes out once.
const OF_ACTOR_OR_TARGET: &str = concat!(
    "SELECT * FROM (",
    list!("target_id = $6 AND (kind = $5 OR $5 IS NULL)"),
    ") AS suffered UNION SELECT * FROM (",
    list!("actor_id = $6 AND (kind = $5 OR $5 IS NULL)"),
    ") AS done ORDER BY at DESC, id DESC LIMIT +$4"
);

impl<C: Connection> Collections<C> {
    /// One page of events, the newest first.
    pub(super) async fn list_events(
        &self,
        filter: &EventFilter,
        after: Option<&Cursor<Event>>,
        limit: Limit,
    ) -> Result<Page<Event>, StoreError> {
        let from = filter.from.unwrap_or(Timestamp::from_unix_millis(0));
        // No id is as low as zero: nothing of that moment is behind that place.
        let to = filter.to.map(|at| Place { at, id: Uuid::nil() });
        let after = after.map(Place::read).transpose()?;
        let first = [to, after].into_iter().flatten().min().unwrap_or(Place::last());
        let (list, user) = match (filter.whose, filter.kind) {
            (Some(Whose::Target(user)), _) => (OF_TARGET, Some(user)),
            (Some(Whose::ActorOrTarget(user)), _) => (OF_ACTOR_OR_TARGET, Some(user)),
            (None, Some(_)) => (OF_KIND, None),
            (None, None) => (ALL, None),
        };
        let list = Sql::new(&self.connection, list)
            .at(from)
            .at(first.at)
            .bind(first.id)
            .bind(one_more_than(limit))
            .bind(filter.kind.map(EventKind::as_str));
        let list = user.into_iter().fold(list, |list, user| list.bind(user.as_uuid()));
        let rows: Vec<Model> = list.all(WHAT).await?;
        page(rows, limit, |row| Place { at: row.at.into(), id: row.id }.key())
    }
}
