use bookplate_domain::{
    identities::{CodeChallenge, PendingAuthorization, ProviderName},
    shared::AuthorizationId,
};
use sea_orm::{DbBackend, entity::prelude::*};

use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "pending authorization";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_authorizations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub provider: String,
    pub browser: Uuid,
    pub redirect_to: String,
    pub code_challenge: String,
    pub created_at: DbTime,
    pub expires_at: DbTime,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn new(pending: &PendingAuthorization, backend: DbBackend) -> Self {
        Self {
            id: pending.id.as_uuid(),
            provider: pending.provider.as_str().to_owned(),
            browser: pending.browser,
            redirect_to: pending.redirect_to.clone(),
            code_challenge: pending.code_challenge.as_str().to_owned(),
            created_at: DbTime::new(pending.created_at, backend),
            expires_at: DbTime::new(pending.expires_at, backend),
        }
    }
}

impl From<Model> for PendingAuthorization {
    fn from(row: Model) -> Self {
        Self {
            id: AuthorizationId::from_uuid(row.id),
            provider: ProviderName::from_stored(row.provider),
            browser: row.browser,
            redirect_to: row.redirect_to,
            code_challenge: CodeChallenge::from_stored(row.code_challenge),
            created_at: row.created_at.into(),
            expires_at: row.expires_at.into(),
        }
    }
}
