use bookplate_domain::{
    roles::Role,
    shared::UserId,
    store::StoreError,
    users::{Bio, DisplayName, ImageUrl, PasswordHash, Suspension, SuspensionReason, User},
};
use sea_orm::{DbBackend, entity::prelude::*};

use super::{
    in_order::InOrder,
    locale,
    read::{address, corrupt, count, word},
};
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "user";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub email_written: Option<String>,
    pub email_canonical: Option<String>,
    pub email_verified_at: Option<DbTime>,
    pub name: Option<String>,
    pub image: Option<String>,
    pub bio: Option<String>,
    pub role: String,
    pub password_hash: Option<String>,
    pub epoch: i64,
    pub version: i64,
    pub created_at: DbTime,
    pub updated_at: DbTime,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    pub suspended_at: Option<DbTime>,
    pub suspended_until: Option<DbTime>,
    pub suspension_reason: Option<String>,
}

/// The columns of an account.
macro_rules! user_columns {
    ($($of:tt)*) => {
        $crate::rows::columns!(
            $($of)* id email_written email_canonical email_verified_at name image bio role
            password_hash epoch version created_at updated_at language time_zone suspended_at
            suspended_until suspension_reason
        )
    };
}
pub(crate) use user_columns;

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn new(user: &User, backend: DbBackend) -> Self {
        let time = |moment| DbTime::new(moment, backend);
        let email = user.email.as_ref();
        let (language, time_zone) = locale::write(&user.locale);
        let suspension = user.suspension.as_ref();
        Self {
            id: user.id.as_uuid(),
            email_written: email.map(|email| email.written().to_owned()),
            email_canonical: email.map(|email| email.canonical().to_owned()),
            email_verified_at: user.email_verified_at.map(time),
            name: user.name.as_ref().map(|name| name.as_str().to_owned()),
            image: user.image.as_ref().map(|image| image.as_str().to_owned()),
            bio: user.bio.as_ref().map(|bio| bio.as_str().to_owned()),
            role: user.role.as_str().to_owned(),
            password_hash: user.password.as_ref().map(|hash| hash.expose().to_owned()),
            epoch: user.epoch.into(),
            version: user.version.into(),
            created_at: time(user.created_at),
            updated_at: time(user.updated_at),
            language,
            time_zone,
            suspended_at: suspension.map(|suspension| time(suspension.at)),
            suspended_until: suspension.and_then(|suspension| suspension.until).map(time),
            suspension_reason: suspension.map(|suspension| suspension.reason.as_str().to_owned()),
        }
    }

    /// Reads [`user_columns`].
    pub(crate) fn in_order(row: &mut InOrder<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.column()?,
            email_written: row.column()?,
            email_canonical: row.column()?,
            email_verified_at: row.time_or_null()?,
            name: row.column()?,
            image: row.column()?,
            bio: row.column()?,
            role: row.column()?,
            password_hash: row.column()?,
            epoch: row.column()?,
            version: row.column()?,
            created_at: row.time()?,
            updated_at: row.time()?,
            language: row.column()?,
            time_zone: row.column()?,
            suspended_at: row.time_or_null()?,
            suspended_until: row.time_or_null()?,
            suspension_reason: row.column()?,
        })
    }
}

impl TryFrom<Model> for User {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let suspension = match (row.suspended_at, row.suspended_until, row.suspension_reason) {
            (Some(at), until, Some(reason)) => Some(Suspension {
                at: at.into(),
                until: until.map(Into::into),
                reason: SuspensionReason::from_stored(reason),
            }),
            (None, None, None) => None,
            _ => return Err(corrupt(WHAT, "half of the suspension is missing")),
        };
        Ok(Self {
            id: UserId::from_uuid(row.id),
            email: address(WHAT, row.email_written, row.email_canonical)?,
            email_verified_at: row.email_verified_at.map(Into::into),
            name: row.name.map(DisplayName::from_stored),
            image: row.image.map(ImageUrl::from_stored),
            bio: row.bio.map(Bio::from_stored),
            locale: locale::read((row.language, row.time_zone)),
            role: word(WHAT, "role", &row.role, Role::parse)?,
            suspension,
            password: row.password_hash.map(PasswordHash::from_stored),
            epoch: count(WHAT, "epoch", row.epoch)?,
            version: count(WHAT, "version", row.version)?,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}
