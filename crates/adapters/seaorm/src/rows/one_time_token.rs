use bookplate_domain::{
    shared::{TokenId, UserId},
    store::StoreError,
    users::{OneTimeToken, TokenPurpose},
};
use sea_orm::entity::prelude::*;

use super::read::word;
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "one-time token";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub purpose: String,
    pub created_at: DbTime,
    pub expires_at: DbTime,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for OneTimeToken {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: TokenId::from_uuid(row.id),
            user_id: UserId::from_uuid(row.user_id),
            purpose: word(WHAT, "purpose", &row.purpose, TokenPurpose::parse)?,
            created_at: row.created_at.into(),
            expires_at: row.expires_at.into(),
        })
    }
}
