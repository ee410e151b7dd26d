use std::collections::HashSet;

use async_trait::async_trait;
use bookplate_domain::{
    shared::{Timestamp, TokenId, UserId},
    store::StoreError,
    users::{EmailAddress, EmailChange, EmailChangeRepository},
};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    error::reading,
    rows::email_change::{Column, Entity, Model, WHAT},
    sql::{Sql, canonical},
};

/// Of two changes that a user asks for at once, neither would see the other and end it. The single
/// writer of SQLite needs no lock.
const LOCK_USER_ON_POSTGRES: &str = "SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE";

const END_CONFIRMATIONS: &str = "\
    UPDATE email_changes SET confirm_token_id = NULL \
    WHERE user_id = $1 AND confirm_token_id IS NOT NULL";

const CONFIRM: &str = "\
    UPDATE email_changes SET confirm_token_id = NULL, confirmed_at = $2 \
    WHERE confirm_token_id = $1 AND expires_at > $3";

const SPEND_REVERT: &str = "\
    UPDATE email_changes SET revert_token_id = NULL, confirm_token_id = NULL \
    WHERE revert_token_id = $1 AND revertible_until > $2 RETURNING user_id, epoch";

const END_FROM: &str = "\
    UPDATE email_changes SET revert_token_id = NULL, confirm_token_id = NULL \
    WHERE user_id = $1 AND epoch >= $2";

/// What is told of the changes that hold an address at `$2`: they took effect and can still be
/// reverted. The index leaves out what can never hold one.
macro_rules! held {
    ($what:literal, $address:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM email_changes WHERE old_canonical ",
            $address,
            " AND revertible_until > $2 AND confirmed_at IS NOT NULL \
             AND revert_token_id IS NOT NULL",
            $rest
        )
    };
}

const FIND_HOLDER: &str = held!("user_id", "= $1", " ORDER BY confirmed_at, id LIMIT 1");

const HELD_AMONG_ON_SQLITE: &str =
    held!("DISTINCT old_canonical", "IN (SELECT value FROM json_each($1))", "");
const HELD_AMONG_ON_POSTGRES: &str =
    held!("DISTINCT old_canonical", "= ANY (ARRAY(SELECT jsonb_array_elements_text($1)))", "");

#[async_trait]
impl<C: Connection> EmailChangeRepository for Collections<C> {
    async fn insert(&mut self, change: &EmailChange) -> Result<(), StoreError> {
        let backend = self.backend();
        if backend == DbBackend::Postgres {
            let user = change.user_id.as_uuid();
            Sql::new(&self.connection, LOCK_USER_ON_POSTGRES).bind(user).run().await?;
        }
        self.end_confirmations(change.user_id).await?;
        self.add(Model::new(change, backend)).await
    }

    async fn find_by_confirm_token(
        &mut self,
        token: TokenId,
    ) -> Result<Option<EmailChange>, StoreError> {
        self.find_by(Column::ConfirmTokenId, token).await
    }

    async fn find_by_revert_token(
        &mut self,
        token: TokenId,
    ) -> Result<Option<EmailChange>, StoreError> {
        self.find_by(Column::RevertTokenId, token).await
    }

    async fn confirm(&mut self, token: TokenId, now: Timestamp) -> Result<bool, StoreError> {
        let confirmed =
            Sql::new(&self.connection, CONFIRM).bind(token.as_uuid()).at(now).at(now).run().await?;
        Ok(confirmed == 1)
    }

    /// The first statement decides who is first; only the winner goes on to the second.
    async fn revert(&mut self, token: TokenId, now: Timestamp) -> Result<bool, StoreError> {
        #[derive(FromQueryResult)]
        struct Reverted {
            user_id: Uuid,
            epoch: i64,
        }

        let reverted: Option<Reverted> = Sql::new(&self.connection, SPEND_REVERT)
            .bind(token.as_uuid())
            .at(now)
            .one(WHAT)
            .await?;
        let Some(Reverted { user_id, epoch }) = reverted else {
            return Ok(false);
        };
        let end = Sql::new(&self.connection, END_FROM).bind(user_id).bind(epoch);
        end.run().await?;
        Ok(true)
    }

    async fn end_confirmations(&mut self, user: UserId) -> Result<(), StoreError> {
        let ended = Sql::new(&self.connection, END_CONFIRMATIONS).bind(user.as_uuid());
        ended.run().await.map(drop)
    }

    async fn find_holder(
        &mut self,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        #[derive(FromQueryResult)]
        struct Holder {
            user_id: Uuid,
        }

        let holder: Option<Holder> = Sql::new(&self.connection, FIND_HOLDER)
            .bind(email.canonical())
            .at(now)
            .one(WHAT)
            .await?;
        Ok(holder.map(|holder| UserId::from_uuid(holder.user_id)))
    }

    async fn held_among(
        &mut self,
        emails: &[EmailAddress],
        now: Timestamp,
    ) -> Result<Vec<EmailAddress>, StoreError> {
        #[derive(FromQueryResult)]
        struct Held {
            old_canonical: String,
        }

        let held: Vec<Held> =
            Sql::either(&self.connection, HELD_AMONG_ON_SQLITE, HELD_AMONG_ON_POSTGRES)
                .bind(canonical(emails))
                .at(now)
                .all(WHAT)
                .await?;
        let held: HashSet<String> = held.into_iter().map(|held| held.old_canonical).collect();
        Ok(emails.iter().filter(|email| held.contains(email.canonical())).cloned().collect())
    }

    async fn list(&mut self, user: UserId) -> Result<Vec<EmailChange>, StoreError> {
        let rows = Entity::find()
            .filter(Column::UserId.eq(user.as_uuid()))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id)
            .all(&self.connection)
            .await;
        rows.map_err(reading(WHAT))?.into_iter().map(EmailChange::try_from).collect()
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.purge_email_changes(before, count).await
    }
}

impl<C: Connection> Collections<C> {
    async fn find_by(
        &self,
        column: Column,
        token: TokenId,
    ) -> Result<Option<EmailChange>, StoreError> {
        let row = Entity::find().filter(column.eq(token.as_uuid())).one(&self.connection).await;
        row.map_err(reading(WHAT))?.map(EmailChange::try_from).transpose()
    }
}
