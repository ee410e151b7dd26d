use async_trait::async_trait;
use bookplate_domain::{
    shared::{Timestamp, TokenId},
    store::StoreError,
    users::{EmailAddress, Registration, RegistrationRepository},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    collections::{Collections, Connection},
    db_time::DbTime,
    error::reading,
    rows::registration::{Column, Entity, Model, WHAT},
    sql::Sql,
};

/// The single writer of SQLite needs no locks.
const CONSUME_ON_SQLITE: &str = "\
    DELETE FROM registrations WHERE email_canonical = \
    (SELECT email_canonical FROM registrations WHERE token_id = $1 AND expires_at > $2) \
    RETURNING id, token_id, email_written, email_canonical, name, password_hash, created_at, \
    expires_at, language, time_zone, visitor_id";

/// Calls with different tokens of one address lock its rows in the same order, so that none waits
/// for another that waits for it. The token is judged on the rows as they are once locked: another
/// call may have renewed it in between.
const CONSUME_ON_POSTGRES: &str = "\
    WITH locked AS (\
    SELECT id, token_id, expires_at FROM registrations WHERE email_canonical = \
    (SELECT email_canonical FROM registrations WHERE token_id = $1) ORDER BY id FOR UPDATE) \
    DELETE FROM registrations AS r USING locked WHERE r.id = locked.id AND EXISTS \
    (SELECT 1 FROM locked AS mine WHERE mine.token_id = $1 AND mine.expires_at > $2) \
    RETURNING r.id, r.token_id, r.email_written, r.email_canonical, r.name, r.password_hash, \
    r.created_at, r.expires_at, r.language, r.time_zone, r.visitor_id";

const RENEW: &str = "UPDATE registrations SET token_id = $2, expires_at = $3 WHERE token_id = $1";

const REMOVE_ALL_ON_SQLITE: &str = "DELETE FROM registrations WHERE email_canonical = $1";
const REMOVE_ALL_ON_POSTGRES: &str = "\
    DELETE FROM registrations WHERE id IN (\
    SELECT id FROM registrations WHERE email_canonical = $1 ORDER BY id FOR UPDATE)";

#[async_trait]
impl<C: Connection> RegistrationRepository for Collections<C> {
    async fn insert(&mut self, registration: &Registration) -> Result<(), StoreError> {
        self.add(Model::new(registration, self.backend())).await
    }

    async fn find_newest(
        &mut self,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<Option<Registration>, StoreError> {
        let row = Entity::find()
            .filter(Column::EmailCanonical.eq(email.canonical()))
            .filter(Column::ExpiresAt.gt(DbTime::new(now, self.backend())))
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id)
            .limit(1)
            .one(&self.connection)
            .await;
        Ok(row.map_err(reading(WHAT))?.map(Registration::from))
    }

    async fn find_by_token(&mut self, token: TokenId) -> Result<Option<Registration>, StoreError> {
        let row =
            Entity::find().filter(Column::TokenId.eq(token.as_uuid())).one(&self.connection).await;
        Ok(row.map_err(reading(WHAT))?.map(Registration::from))
    }

    async fn consume(
        &mut self,
        token: TokenId,
        now: Timestamp,
    ) -> Result<Option<Registration>, StoreError> {
        let ended: Vec<Model> =
            Sql::either(&self.connection, CONSUME_ON_SQLITE, CONSUME_ON_POSTGRES)
                .bind(token.as_uuid())
                .at(now)
                .all(WHAT)
                .await?;
        let mut ended = ended.into_iter().map(Registration::from);
        Ok(ended.find(|registration| registration.token == token))
    }

    async fn renew(
        &mut self,
        from: TokenId,
        to: TokenId,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let renewed = Sql::new(&self.connection, RENEW)
            .bind(from.as_uuid())
            .bind(to.as_uuid())
            .at(expires_at)
            .run()
            .await?;
        Ok(renewed == 1)
    }

    /// In one order, like the statement that consumes: two such would wait for each other otherwise.
    async fn remove_all(&mut self, email: &EmailAddress) -> Result<(), StoreError> {
        Sql::either(&self.connection, REMOVE_ALL_ON_SQLITE, REMOVE_ALL_ON_POSTGRES)
            .bind(email.canonical())
            .run()
            .await
            .map(drop)
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.purge_registrations(before, count).await
    }
}
