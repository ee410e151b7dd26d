use bookplate_domain::{
    identities::{Assertion, CodeChallenge, CompletedAuthorization, ProviderName, Subject},
    shared::AuthorizationId,
    store::StoreError,
    users::DisplayName,
};
use sea_orm::{DbBackend, entity::prelude::*};

use super::read::address;
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "completed authorization";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "completed_authorizations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub provider: String,
    pub issuer: String,
    pub subject: String,
    pub email_written: Option<String>,
    pub email_canonical: Option<String>,
    pub email_verified: bool,
    pub name: Option<String>,
    pub code_challenge: String,
    pub created_at: DbTime,
    pub expires_at: DbTime,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn new(completed: &CompletedAuthorization, backend: DbBackend) -> Self {
        let assertion = &completed.assertion;
        let email = assertion.email.as_ref();
        Self {
            id: completed.id.as_uuid(),
            provider: completed.provider.as_str().to_owned(),
            issuer: assertion.issuer.clone(),
            subject: assertion.subject.as_str().to_owned(),
            email_written: email.map(|email| email.written().to_owned()),
            email_canonical: email.map(|email| email.canonical().to_owned()),
            email_verified: assertion.email_verified,
            name: assertion.name.as_ref().map(|name| name.as_str().to_owned()),
            code_challenge: completed.code_challenge.as_str().to_owned(),
            created_at: DbTime::new(completed.created_at, backend),
            expires_at: DbTime::new(completed.expires_at, backend),
        }
    }
}

impl TryFrom<Model> for CompletedAuthorization {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let assertion = Assertion {
            issuer: row.issuer,
            subject: Subject::from_stored(row.subject),
            email: address(WHAT, row.email_written, row.email_canonical)?,
            email_verified: row.email_verified,
            name: row.name.map(DisplayName::from_stored),
        };
        Ok(Self {
            id: AuthorizationId::from_uuid(row.id),
            provider: ProviderName::from_stored(row.provider),
            assertion,
            code_challenge: CodeChallenge::from_stored(row.code_challenge),
            created_at: row.created_at.into(),
            expires_at: row.expires_at.into(),
        })
    }
}
