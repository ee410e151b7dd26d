use bookplate_domain::{mail::OutboxMail, shared::MailId, store::StoreError, users::EmailAddress};
use sea_orm::{DbBackend, entity::prelude::*};

use super::{locale, mail_payload, read::count};
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "mail";

/// What a mail is written from and read to. How it ended is written by statements of its own.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub recipient: String,
    pub recipient_canonical: String,
    pub kind: String,
    pub payload: Json,
    pub attempts: i64,
    pub due_at: DbTime,
    pub created_at: DbTime,
    pub language: Option<String>,
    pub time_zone: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn new(mail: &OutboxMail, backend: DbBackend) -> Self {
        let (language, time_zone) = locale::write(&mail.locale);
        Self {
            id: mail.id.as_uuid(),
            recipient: mail.to.written().to_owned(),
            recipient_canonical: mail.to.canonical().to_owned(),
            kind: mail.mail.kind().to_owned(),
            payload: mail_payload::write(&mail.mail),
            attempts: mail.attempts.into(),
            due_at: DbTime::new(mail.due_at, backend),
            created_at: DbTime::new(mail.created_at, backend),
            language,
            time_zone,
        }
    }
}

impl TryFrom<Model> for OutboxMail {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: MailId::from_uuid(row.id),
            to: EmailAddress::from_stored(row.recipient, row.recipient_canonical),
            locale: locale::read((row.language, row.time_zone)),
            mail: mail_payload::read(&row.kind, &row.payload)?,
            attempts: count(WHAT, "attempts", row.attempts)?,
            due_at: row.due_at.into(),
            created_at: row.created_at.into(),
        })
    }
}
