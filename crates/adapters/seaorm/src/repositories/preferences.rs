use async_trait::async_trait;
use bookplate_domain::{
    shared::UserId,
    store::StoreError,
    users::{Preferences, PreferencesRepository},
};
use serde_json::Value;

use crate::{
    change::Change,
    collections::{Collections, Connection},
    rows::preferences::{Row, WHAT, locale_of},
    sql::Sql,
};

const FIND: &str = "\
    SELECT u.language, u.time_zone, u.created_at, p.version, p.document, p.updated_at AS saved_at \
    FROM users AS u LEFT JOIN preferences AS p ON p.user_id = u.id WHERE u.id = $1";

const SAVE: &str = "\
    INSERT INTO preferences (user_id, version, document, updated_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (user_id) DO UPDATE SET version = excluded.version, \
    document = excluded.document, updated_at = excluded.updated_at";

const SET_LOCALE: &str = "\
    UPDATE users SET language = $2, time_zone = $3 WHERE id = $1 \
    AND (language IS DISTINCT FROM $2 OR time_zone IS DISTINCT FROM $3)";

#[async_trait]
impl<C: Connection> PreferencesRepository for Collections<C> {
    async fn find(&mut self, user: UserId) -> Result<Option<Preferences>, StoreError> {
        let row: Option<Row> =
            Sql::new(&self.connection, FIND).bind(user.as_uuid()).one(WHAT).await?;
        row.map(Preferences::try_from).transpose()
    }

    async fn save(&mut self, user: UserId, preferences: &Preferences) -> Result<(), StoreError> {
        Sql::new(&self.connection, SAVE)
            .bind(user.as_uuid())
            .bind(i64::from(preferences.version))
            .bind(Value::Object(preferences.to_stored()))
            .at(preferences.updated_at)
            .run()
            .await?;
        let (language, time_zone) = locale_of(preferences);
        let moved = Sql::new(&self.connection, SET_LOCALE)
            .bind(user.as_uuid())
            .bind(language)
            .bind(time_zone)
            .run()
            .await?;
        if moved > 0 {
            self.note(Change::User(user));
        }
        Ok(())
    }
}
