use bookplate_domain::{sessions::SigningKey, store::StoreError};
use sea_orm::{DbBackend, entity::prelude::*};

use super::read::count;
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "signing key";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kid: String,
    pub generation: i64,
    pub sealed: Vec<u8>,
    pub created_at: DbTime,
    pub active_at: DbTime,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn new(key: &SigningKey, backend: DbBackend) -> Self {
        Self {
            kid: key.kid.clone(),
            generation: key.generation.into(),
            sealed: key.sealed.clone(),
            created_at: DbTime::new(key.created_at, backend),
            active_at: DbTime::new(key.active_at, backend),
        }
    }
}

impl TryFrom<Model> for SigningKey {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            kid: row.kid,
            generation: count(WHAT, "generation", row.generation)?,
            sealed: row.sealed,
            created_at: row.created_at.into(),
            active_at: row.active_at.into(),
        })
    }
}
