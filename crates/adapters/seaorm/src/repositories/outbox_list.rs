use bookplate_domain::{
    mail::{MailRecord, MailStatus},
    shared::{Cursor, Limit, Page},
    store::StoreError,
};
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    rows::{mail_record::Row, outbox_mail::WHAT},
    sql::Sql,
};

/// From behind `$1` on; `$2` names a status, or none. Without the payload, which may not be
/// readable.
const LIST: &str = "\
    SELECT id, recipient, kind, attempts, due_at, created_at, delivered_at, dead_at, last_error \
    FROM outbox WHERE id < $1 AND (CASE WHEN delivered_at IS NOT NULL THEN 'sent' \
    WHEN dead_at IS NOT NULL THEN 'dead' ELSE 'owed' END = $2 OR $2 IS NULL) \
    ORDER BY id DESC LIMIT $3";

impl<C: Connection> Collections<C> {
    /// One page of mails, newest id first. A cursor is the 16 bytes of the last id.
    pub(super) async fn list_mails(
        &self,
        status: Option<MailStatus>,
        after: Option<&Cursor<MailRecord>>,
        limit: Limit,
    ) -> Result<Page<MailRecord>, StoreError> {
        // No id is as high as the highest number.
        let after = match after {
            Some(cursor) => Uuid::from_slice(cursor.key()),
            None => Ok(Uuid::max()),
        };
        let after = after.map_err(|error| StoreError::Backend(error.into()))?;
        let mut rows: Vec<Row> = Sql::new(&self.connection, LIST)
            .bind(after)
            .bind(status.map(MailStatus::as_str))
            // One more tells whether there is a next page.
            .bind(i64::from(limit.get()) + 1)
            .all(WHAT)
            .await?;
        let count = usize::from(limit.get());
        let more = rows.len() > count;
        rows.truncate(count);
        let last = rows.last().filter(|_| more);
        let next = last.map(|row| Cursor::after(row.id.as_bytes().to_vec()));
        let items: Result<_, _> = rows.into_iter().map(MailRecord::try_from).collect();
        Ok(Page { items: items?, next })
    }
}
