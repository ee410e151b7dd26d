use bookplate_domain::{
    shared::{RegistrationId, TokenId, UserId},
    users::{DisplayName, EmailAddress, PasswordHash, Registration},
};
use sea_orm::{DbBackend, entity::prelude::*};

use super::locale;
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "registration";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registrations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token_id: Uuid,
    pub email_written: String,
    pub email_canonical: String,
    pub name: String,
    pub password_hash: String,
    pub created_at: DbTime,
    pub expires_at: DbTime,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    pub visitor_id: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn new(registration: &Registration, backend: DbBackend) -> Self {
        let (language, time_zone) = locale::write(&registration.locale);
        Self {
            id: registration.id.as_uuid(),
            token_id: registration.token.as_uuid(),
            email_written: registration.email.written().to_owned(),
            email_canonical: registration.email.canonical().to_owned(),
            name: registration.name.as_str().to_owned(),
            password_hash: registration.password.expose().to_owned(),
            created_at: DbTime::new(registration.created_at, backend),
            expires_at: DbTime::new(registration.expires_at, backend),
            language,
            time_zone,
            visitor_id: registration.visitor.map(|id| id.as_uuid()),
        }
    }
}

impl From<Model> for Registration {
    fn from(row: Model) -> Self {
        Self {
            id: RegistrationId::from_uuid(row.id),
            token: TokenId::from_uuid(row.token_id),
            email: EmailAddress::from_stored(row.email_written, row.email_canonical),
            name: DisplayName::from_stored(row.name),
            locale: locale::read((row.language, row.time_zone)),
            password: PasswordHash::from_stored(row.password_hash),
            visitor: row.visitor_id.map(UserId::from_uuid),
            created_at: row.created_at.into(),
            expires_at: row.expires_at.into(),
        }
    }
}
