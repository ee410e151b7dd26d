use bookplate_domain::{
    mail::{MailFilter, MailRecord, MailStatus},
    shared::{Cursor, Limit, Page},
    store::StoreError,
};
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    page::{no_place, one_more_than, page},
    rows::{mail_record::Row, outbox_mail::WHAT},
    sql::{Sql, canonical},
};

/// From behind `$1` on; `$2` names a status, or none. Without the payload, which may not be
/// readable.
macro_rules! list {
    ($where:literal) => {
        concat!(
            "SELECT id, recipient, kind, attempts, due_at, created_at, delivered_at, dead_at, \
             last_error FROM outbox WHERE ",
            $where,
            "id < $1 AND (CASE WHEN delivered_at IS NOT NULL THEN 'sent' \
             WHEN dead_at IS NOT NULL THEN 'dead' ELSE 'owed' END = $2 OR $2 IS NULL) \
             ORDER BY id DESC LIMIT +$3"
        )
    };
}

const LIST: &str = list!("");
const LIST_TO_ON_SQLITE: &str =
    list!("recipient_canonical IN (SELECT value FROM json_each($4)) AND ");
const LIST_TO_ON_POSTGRES: &str =
    list!("recipient_canonical = ANY (ARRAY(SELECT jsonb_array_elements_text($4))) AND ");

impl<C: Connection> Collections<C> {
    /// One page of mails, newest id first. A cursor is the 16 bytes of the last id.
    pub(super) async fn list_mails(
        &self,
        filter: &MailFilter,
        after: Option<&Cursor<MailRecord>>,
        limit: Limit,
    ) -> Result<Page<MailRecord>, StoreError> {
        // No id is as high as the highest number.
        let after = after.map_or(Ok(Uuid::max()), |cursor| Uuid::from_slice(cursor.key()));
        let to = (!filter.to.is_empty()).then(|| canonical(&filter.to));
        let list = match to {
            None => Sql::new(&self.connection, LIST),
            Some(_) => Sql::either(&self.connection, LIST_TO_ON_SQLITE, LIST_TO_ON_POSTGRES),
        };
        let list = list
            .bind(after.map_err(|_| no_place())?)
            .bind(filter.status.map(MailStatus::as_str))
            .bind(one_more_than(limit));
        let list = to.into_iter().fold(list, Sql::bind);
        let rows: Vec<Row> = list.all(WHAT).await?;
        page(rows, limit, |row| row.id.as_bytes().to_vec())
    }
}
