use bookplate_domain::{
    shared::{EmailChangeId, TokenId, UserId},
    store::StoreError,
    users::{EmailAddress, EmailChange},
};
use sea_orm::{DbBackend, entity::prelude::*};

use super::read::count;
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "email change";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_changes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub epoch: i64,
    pub old_written: String,
    pub old_canonical: String,
    pub new_written: String,
    pub new_canonical: String,
    pub confirm_token_id: Option<Uuid>,
    pub revert_token_id: Option<Uuid>,
    pub created_at: DbTime,
    pub expires_at: DbTime,
    pub revertible_until: DbTime,
    pub confirmed_at: Option<DbTime>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn new(change: &EmailChange, backend: DbBackend) -> Self {
        let time = |moment| DbTime::new(moment, backend);
        Self {
            id: change.id.as_uuid(),
            user_id: change.user_id.as_uuid(),
            epoch: change.epoch.into(),
            old_written: change.old.written().to_owned(),
            old_canonical: change.old.canonical().to_owned(),
            new_written: change.new.written().to_owned(),
            new_canonical: change.new.canonical().to_owned(),
            confirm_token_id: change.confirm_token.map(|token| token.as_uuid()),
            revert_token_id: change.revert_token.map(|token| token.as_uuid()),
            created_at: time(change.created_at),
            expires_at: time(change.expires_at),
            revertible_until: time(change.revertible_until),
            confirmed_at: change.confirmed_at.map(time),
        }
    }
}

impl TryFrom<Model> for EmailChange {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: EmailChangeId::from_uuid(row.id),
            user_id: UserId::from_uuid(row.user_id),
            epoch: count(WHAT, "epoch", row.epoch)?,
            old: EmailAddress::from_stored(row.old_written, row.old_canonical),
            new: EmailAddress::from_stored(row.new_written, row.new_canonical),
            confirm_token: row.confirm_token_id.map(TokenId::from_uuid),
            revert_token: row.revert_token_id.map(TokenId::from_uuid),
            created_at: row.created_at.into(),
            expires_at: row.expires_at.into(),
            revertible_until: row.revertible_until.into(),
            confirmed_at: row.confirmed_at.map(Into::into),
        })
    }
}
