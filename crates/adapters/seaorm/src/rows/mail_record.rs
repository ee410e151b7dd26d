use bookplate_domain::{
    mail::{MailRecord, MailStatus},
    shared::MailId,
    store::StoreError,
};
use sea_orm::{FromQueryResult, prelude::Uuid};

use super::{outbox_mail::WHAT, read::count};
use crate::db_time::DbTime;

/// A mail without what it says: it can be shown to an operator even if that cannot be read.
#[derive(FromQueryResult)]
pub(crate) struct Row {
    pub(crate) id: Uuid,
    recipient: String,
    kind: String,
    attempts: i64,
    due_at: DbTime,
    created_at: DbTime,
    delivered_at: Option<DbTime>,
    dead_at: Option<DbTime>,
    last_error: Option<String>,
}

impl TryFrom<Row> for MailRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let (status, ended_at) = match (row.delivered_at, row.dead_at) {
            (Some(at), _) => (MailStatus::Sent, Some(at)),
            (None, Some(at)) => (MailStatus::Dead, Some(at)),
            (None, None) => (MailStatus::Owed, None),
        };
        Ok(Self {
            id: MailId::from_uuid(row.id),
            to: row.recipient,
            kind: row.kind,
            status,
            attempts: count(WHAT, "attempts", row.attempts)?,
            created_at: row.created_at.into(),
            due_at: row.due_at.into(),
            ended_at: ended_at.map(Into::into),
            last_error: row.last_error,
        })
    }
}
