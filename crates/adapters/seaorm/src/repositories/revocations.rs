use async_trait::async_trait;
use bookplate_domain::{
    sessions::{FeedPlace, RevocationFeed, Revoked, RevokedTokens},
    shared::{SessionId, Timestamp, UserId},
    store::StoreError,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    db_time::DbTime,
    sql::Sql,
};

const WHAT: &str = "revocation";

/// What is behind `$1` and `$2` in three tables, each of which has an index in this order. Of a
/// user who is gone the audit trail knows: the kind stands here as it does in the index of such
/// events, and is no parameter, so that the index is used.
const LIST: &str = "\
    SELECT revoked_at AS at, id, FALSE AS of_user FROM sessions \
    WHERE revoked_at >= $1 AND (revoked_at, id) > ($1, $2) \
    UNION ALL \
    SELECT epoch_raised_at AS at, id, TRUE AS of_user FROM users \
    WHERE epoch_raised_at >= $1 AND (epoch_raised_at, id) > ($1, $2) \
    UNION ALL \
    SELECT at, target_id AS id, TRUE AS of_user FROM audit_events \
    WHERE kind = 'user_deleted' AND at >= $1 AND (at, target_id) > ($1, $2) \
    ORDER BY at, id LIMIT +$3";

#[derive(FromQueryResult)]
struct Row {
    at: DbTime,
    id: Uuid,
    of_user: bool,
}

impl From<Row> for Revoked {
    fn from(row: Row) -> Self {
        let what = if row.of_user {
            RevokedTokens::OfUser(UserId::from_uuid(row.id))
        } else {
            RevokedTokens::OfSession(SessionId::from_uuid(row.id))
        };
        Self { at: row.at.into(), what }
    }
}

#[async_trait]
impl<C: Connection> RevocationFeed for Collections<C> {
    async fn list(
        &mut self,
        from: Timestamp,
        after: Option<FeedPlace>,
        count: u32,
    ) -> Result<Vec<Revoked>, StoreError> {
        // No id is as low as zero: everything of its moment is behind that place.
        let from = FeedPlace { at: from, id: Uuid::nil() };
        let after = after.filter(|after| after.at >= from.at).unwrap_or(from);
        let rows: Vec<Row> = Sql::new(&self.connection, LIST)
            .at(after.at)
            .bind(after.id)
            .bind(i64::from(count))
            .all(WHAT)
            .await?;
        Ok(rows.into_iter().map(Revoked::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use bookplate_domain::audit::EventKind;

    use super::LIST;

    #[test]
    fn the_feed_asks_for_the_events_of_deleted_users() {
        let kind = EventKind::UserDeleted.as_str();
        assert!(LIST.contains(&format!("kind = '{kind}'")), "{LIST}");
    }
}
