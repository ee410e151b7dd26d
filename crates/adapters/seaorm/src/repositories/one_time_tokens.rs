use async_trait::async_trait;
use bookplate_domain::{
    shared::{Timestamp, TokenId, UserId},
    store::StoreError,
    users::{OneTimeToken, OneTimeTokenRepository, TokenPurpose},
};
use sea_orm::EntityTrait;

use crate::{
    collections::{Collections, Connection},
    error::reading,
    rows::one_time_token::{Entity, Model, WHAT},
    sql::Sql,
};

/// A user has one token of a purpose: the unique index sees to it, however many are made at once.
const INSERT: &str = "\
    INSERT INTO one_time_tokens (id, user_id, purpose, created_at, expires_at) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (user_id, purpose) DO UPDATE \
    SET id = excluded.id, created_at = excluded.created_at, expires_at = excluded.expires_at";

const CONSUME: &str = "\
    DELETE FROM one_time_tokens WHERE id = $1 AND purpose = $2 AND expires_at > $3 \
    RETURNING id, user_id, purpose, created_at, expires_at";

const END_ALL: &str = "DELETE FROM one_time_tokens WHERE user_id = $1";

#[async_trait]
impl<C: Connection> OneTimeTokenRepository for Collections<C> {
    async fn insert(&mut self, token: &OneTimeToken) -> Result<(), StoreError> {
        Sql::new(&self.connection, INSERT)
            .bind(token.id.as_uuid())
            .bind(token.user_id.as_uuid())
            .bind(token.purpose.as_str())
            .at(token.created_at)
            .at(token.expires_at)
            .run()
            .await
            .map(drop)
    }

    async fn find(&mut self, id: TokenId) -> Result<Option<OneTimeToken>, StoreError> {
        let row = Entity::find_by_id(id.as_uuid()).one(&self.connection).await;
        let row = row.map_err(reading(WHAT))?;
        row.map(OneTimeToken::try_from).transpose()
    }

    async fn consume(
        &mut self,
        id: TokenId,
        purpose: TokenPurpose,
        now: Timestamp,
    ) -> Result<Option<OneTimeToken>, StoreError> {
        let row: Option<Model> = Sql::new(&self.connection, CONSUME)
            .bind(id.as_uuid())
            .bind(purpose.as_str())
            .at(now)
            .one(WHAT)
            .await?;
        row.map(OneTimeToken::try_from).transpose()
    }

    async fn end_all(&mut self, user: UserId) -> Result<(), StoreError> {
        let ended = Sql::new(&self.connection, END_ALL).bind(user.as_uuid());
        ended.run().await.map(drop)
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.purge_one_time_tokens(before, count).await
    }
}
