use bookplate_domain::{
    chats::{Comment, MessageId, Report, ReportAction, ReportReason, Resolution},
    shared::{ChatId, ReportId, UserId},
    store::StoreError,
};
use sea_orm::{DbBackend, entity::prelude::*};

use super::read::{corrupt, word};
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "report";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub chat_id: Uuid,
    pub message_id: String,
    pub reason: String,
    pub comment: Option<String>,
    pub created_at: DbTime,
    pub action: Option<String>,
    pub resolved_by: Option<Uuid>,
    pub resolved_at: Option<DbTime>,
    pub note: Option<String>,
}

/// The columns of a report.
macro_rules! report_columns {
    () => {
        "id, user_id, chat_id, message_id, reason, comment, created_at, action, resolved_by, \
         resolved_at, note"
    };
}
pub(crate) use report_columns;

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn new(report: &Report, backend: DbBackend) -> Self {
        let text = |comment: &Comment| comment.as_str().to_owned();
        let resolution = report.resolution.as_ref();
        Self {
            id: report.id.as_uuid(),
            user_id: report.user_id.as_uuid(),
            chat_id: report.chat_id.as_uuid(),
            message_id: report.message_id.as_str().to_owned(),
            reason: report.reason.as_str().to_owned(),
            comment: report.comment.as_ref().map(text),
            created_at: DbTime::new(report.created_at, backend),
            action: resolution.map(|resolution| resolution.action.as_str().to_owned()),
            resolved_by: resolution.and_then(|resolution| resolution.by).map(|by| by.as_uuid()),
            resolved_at: resolution.map(|resolution| DbTime::new(resolution.at, backend)),
            note: resolution.and_then(|resolution| resolution.note.as_ref()).map(text),
        }
    }
}

impl TryFrom<Model> for Report {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let resolution = match (row.action, row.resolved_at) {
            (Some(action), Some(at)) => Some(Resolution {
                action: word(WHAT, "action", &action, ReportAction::parse)?,
                by: row.resolved_by.map(UserId::from_uuid),
                at: at.into(),
                note: row.note.map(Comment::from_stored),
            }),
            (None, None) => None,
            _ => return Err(corrupt(WHAT, "half of the resolution is missing")),
        };
        Ok(Self {
            id: ReportId::from_uuid(row.id),
            user_id: UserId::from_uuid(row.user_id),
            chat_id: ChatId::from_uuid(row.chat_id),
            message_id: MessageId::from_stored(row.message_id),
            reason: word(WHAT, "reason", &row.reason, ReportReason::parse)?,
            comment: row.comment.map(Comment::from_stored),
            created_at: row.created_at.into(),
            resolution,
        })
    }
}
