use bookplate_domain::{mail::Backlog, shared::Timestamp, store::StoreError};
use sea_orm::FromQueryResult;

use crate::{
    collections::{Collections, Connection},
    db_time::DbTime,
    sql::Sql,
};

const WHAT: &str = "backlog of mails";

/// Each number by an index that holds nothing but what is counted.
const BACKLOG: &str = "\
    SELECT (SELECT count(*) FROM outbox WHERE delivered_at IS NULL AND dead_at IS NULL) AS owed, \
    (SELECT min(created_at) FROM outbox WHERE delivered_at IS NULL AND dead_at IS NULL) \
    AS oldest_created_at, \
    (SELECT count(*) FROM outbox WHERE delivered_at IS NULL AND dead_at IS NOT NULL) AS dead";

#[derive(FromQueryResult)]
struct Row {
    owed: i64,
    oldest_created_at: Option<DbTime>,
    dead: i64,
}

impl<C: Connection> Collections<C> {
    pub(super) async fn mail_backlog(&self) -> Result<Backlog, StoreError> {
        let row: Option<Row> = Sql::new(&self.connection, BACKLOG).one(WHAT).await?;
        Ok(row.map_or_else(Backlog::default, |row| Backlog {
            owed: row.owed.try_into().unwrap_or_default(),
            oldest_created_at: row.oldest_created_at.map(Timestamp::from),
            dead: row.dead.try_into().unwrap_or_default(),
        }))
    }
}
