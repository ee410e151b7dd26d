use bookplate_domain::{
    mail::{MailFilter, MailRecord, MailStatus},
    shared::{Cursor, Limit, Page},
    store::StoreError,
    users::EmailAddress,
};
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    page::{no_place, one_more_than, page},
    rows::{mail_record::Row, outbox_mail::WHAT},
    sql::Sql,
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
             ORDER BY id DESC LIMIT $3"
        )
    };
}

const LIST: &str = list!("");
const LIST_TO: &str = list!("recipient_canonical = $4 AND ");

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
        let to = filter.to.as_ref().map(EmailAddress::canonical);
        let list = Sql::new(&self.connection, to.map_or(LIST, |_| LIST_TO))
            .bind(after.map_err(|_| no_place())?)
            .bind(filter.status.map(MailStatus::as_str))
            .bind(one_more_than(limit));
        let list = to.into_iter().fold(list, Sql::bind);
        let rows: Vec<Row> = list.all(WHAT).await?;
        page(rows, limit, |row| row.id.as_bytes().to_vec())
    }
}
