use bookplate_domain::{
    identities::{Identity, ProviderName, Subject},
    shared::UserId,
    store::StoreError,
};
use sea_orm::{DbBackend, entity::prelude::*};

use super::read::address;
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "identity";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub issuer: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    pub user_id: Uuid,
    pub provider: String,
    pub email_written: Option<String>,
    pub email_canonical: Option<String>,
    pub created_at: DbTime,
}

/// The columns of an identity.
macro_rules! identity_columns {
    () => {
        "issuer, subject, user_id, provider, email_written, email_canonical, created_at"
    };
}
pub(crate) use identity_columns;

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn new(identity: &Identity, backend: DbBackend) -> Self {
        let email = identity.email.as_ref();
        Self {
            issuer: identity.issuer.clone(),
            subject: identity.subject.as_str().to_owned(),
            user_id: identity.user_id.as_uuid(),
            provider: identity.provider.as_str().to_owned(),
            email_written: email.map(|email| email.written().to_owned()),
            email_canonical: email.map(|email| email.canonical().to_owned()),
            created_at: DbTime::new(identity.created_at, backend),
        }
    }
}

impl TryFrom<Model> for Identity {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            user_id: UserId::from_uuid(row.user_id),
            provider: ProviderName::from_stored(row.provider),
            issuer: row.issuer,
            subject: Subject::from_stored(row.subject),
            email: address(WHAT, row.email_written, row.email_canonical)?,
            created_at: row.created_at.into(),
        })
    }
}
