use bookplate_domain::{
    sessions::{EndReason, Revocation, Session},
    shared::{Client, SessionId, UserId},
    store::StoreError,
    users::User,
};
use sea_orm::{FromQueryResult, QueryResult, entity::prelude::*};

use super::{
    in_order::InOrder,
    read::{corrupt, count, word},
    user,
};
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "session";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub generation: i64,
    pub seen_generation: i64,
    pub rotated_at: DbTime,
    pub authenticated_at: DbTime,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub device: Option<String>,
    pub request_id: Option<String>,
    pub created_at: DbTime,
    pub last_active_at: DbTime,
    pub expires_at: DbTime,
    pub ends_at: DbTime,
    pub revoked_at: Option<DbTime>,
    pub revoke_reason: Option<String>,
}

/// The columns of a session.
macro_rules! session_columns {
    ($($of:tt)*) => {
        $crate::rows::columns!(
            $($of)* id user_id generation seen_generation rotated_at authenticated_at ip user_agent
            device request_id created_at last_active_at expires_at ends_at revoked_at revoke_reason
        )
    };
}
pub(crate) use session_columns;

/// Those of a session `s` and behind them those of its user `u`, as [`with_user`] reads them.
macro_rules! columns_with_user {
    () => {
        concat!(
            $crate::rows::session::session_columns!("s.",),
            ", ",
            $crate::rows::user::user_columns!("u.",)
        )
    };
}
pub(crate) use columns_with_user;

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Reads [`session_columns`].
    fn in_order(row: &mut InOrder<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.column()?,
            user_id: row.column()?,
            generation: row.column()?,
            seen_generation: row.column()?,
            rotated_at: row.time()?,
            authenticated_at: row.time()?,
            ip: row.column()?,
            user_agent: row.column()?,
            device: row.column()?,
            request_id: row.column()?,
            created_at: row.time()?,
            last_active_at: row.time()?,
            expires_at: row.time()?,
            ends_at: row.time()?,
            revoked_at: row.time_or_null()?,
            revoke_reason: row.column()?,
        })
    }
}

impl TryFrom<Model> for Session {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let parse = |text: &str| EndReason::ALL.into_iter().find(|r| r.as_str() == text);
        let revoked = match (row.revoked_at, row.revoke_reason) {
            (Some(at), Some(reason)) => Some(Revocation {
                at: at.into(),
                reason: word(WHAT, "revoke_reason", &reason, parse)?,
            }),
            (None, None) => None,
            _ => return Err(corrupt(WHAT, "half of the revocation is missing")),
        };
        let ip = row.ip.map(|ip| word(WHAT, "ip", &ip, |ip| ip.parse().ok()));
        let client = Client {
            ip: ip.transpose()?,
            user_agent: row.user_agent,
            device: row.device,
            request_id: row.request_id,
        };
        Ok(Self {
            id: SessionId::from_uuid(row.id),
            user_id: UserId::from_uuid(row.user_id),
            generation: count(WHAT, "generation", row.generation)?,
            seen_generation: count(WHAT, "seen_generation", row.seen_generation)?,
            rotated_at: row.rotated_at.into(),
            authenticated_at: row.authenticated_at.into(),
            client,
            created_at: row.created_at.into(),
            last_active_at: row.last_active_at.into(),
            expires_at: row.expires_at.into(),
            ends_at: row.ends_at.into(),
            revoked,
        })
    }
}

/// Whose session it is.
#[derive(FromQueryResult)]
pub(crate) struct Owner {
    pub(crate) user_id: Uuid,
}

/// The name of a device.
#[derive(FromQueryResult)]
pub(crate) struct Device {
    pub(crate) device: String,
}

/// Reads [`columns_with_user`].
pub(crate) fn with_user(row: &QueryResult) -> Result<(Session, User), StoreError> {
    let mut row = InOrder::of(row, WHAT)?;
    let session = Model::in_order(&mut row)?;
    Ok((session.try_into()?, user::Model::in_order(&mut row)?.try_into()?))
}
