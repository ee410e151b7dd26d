use bookplate_domain::{shared::Timestamp, store::StoreError, users::Preferences};
use sea_orm::{FromQueryResult, entity::prelude::*};
use serde_json::Value;

use super::{
    locale,
    read::{corrupt, count},
};
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "set of preferences";

/// What is kept of an account, and what it said of its preferences, if anything.
#[derive(FromQueryResult)]
pub(crate) struct Row {
    language: Option<String>,
    time_zone: Option<String>,
    created_at: DbTime,
    version: Option<i64>,
    document: Option<Json>,
    saved_at: Option<DbTime>,
}

impl TryFrom<Row> for Preferences {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let locale = locale::read((row.language, row.time_zone));
        let (Some(version), Some(document), Some(saved_at)) =
            (row.version, row.document, row.saved_at)
        else {
            return Ok(Self::initial(locale, row.created_at.into()));
        };
        let Value::Object(members) = document else {
            return Err(corrupt(WHAT, "the document is no object"));
        };
        let (version, saved_at) = (count(WHAT, "version", version)?, Timestamp::from(saved_at));
        Self::from_stored(members, locale, version, saved_at)
            .map_err(|errors| corrupt(WHAT, format!("{errors:?}")))
    }
}

/// The columns `language` and `time_zone` of the account.
pub(crate) fn locale_of(preferences: &Preferences) -> (Option<String>, Option<String>) {
    locale::write(&preferences.locale)
}
