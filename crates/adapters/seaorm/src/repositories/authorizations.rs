use async_trait::async_trait;
use bookplate_domain::{
    identities::{
        AuthorizationRepository, CodeChallenge, CompletedAuthorization, PendingAuthorization,
        ProviderName,
    },
    shared::{AuthorizationId, Timestamp},
    store::StoreError,
};
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    rows::{completed_authorization as completed_rows, pending_authorization as pending_rows},
    sql::Sql,
};

const CONSUME_PENDING: &str = "\
    DELETE FROM pending_authorizations \
    WHERE id = $1 AND provider = $2 AND browser = $3 AND expires_at > $4 \
    RETURNING id, provider, browser, redirect_to, code_challenge, created_at, expires_at";

const CONSUME_COMPLETED: &str = "\
    DELETE FROM completed_authorizations \
    WHERE id = $1 AND code_challenge = $2 AND expires_at > $3 \
    RETURNING id, provider, issuer, subject, email_written, email_canonical, email_verified, \
    name, code_challenge, created_at, expires_at";

/// What has expired longest ago goes first.
macro_rules! purge {
    (on sqlite: $table:literal) => {
        concat!("DELETE FROM ", $table, " WHERE id IN (", purge!(chosen: $table), ")")
    };
    // What another node is about to purge is passed over, not waited for. As an array the choice is
    // made once; `IN` may make it once for each row, and each time take others.
    (on postgres: $table:literal) => {
        concat!(
            "DELETE FROM ", $table, " WHERE id = ANY(ARRAY(",
            purge!(chosen: $table), " FOR UPDATE SKIP LOCKED))"
        )
    };
    (chosen: $table:literal) => {
        concat!("SELECT id FROM ", $table, " WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2")
    };
}

const PURGE_PENDING_ON_SQLITE: &str = purge!(on sqlite: "pending_authorizations");
const PURGE_PENDING_ON_POSTGRES: &str = purge!(on postgres: "pending_authorizations");
const PURGE_COMPLETED_ON_SQLITE: &str = purge!(on sqlite: "completed_authorizations");
const PURGE_COMPLETED_ON_POSTGRES: &str = purge!(on postgres: "completed_authorizations");

#[async_trait]
impl<C: Connection> AuthorizationRepository for Collections<C> {
    async fn insert_pending(&mut self, pending: &PendingAuthorization) -> Result<(), StoreError> {
        self.add(pending_rows::Model::new(pending, self.backend())).await
    }

    async fn consume_pending(
        &mut self,
        id: AuthorizationId,
        provider: &ProviderName,
        browser: Uuid,
        now: Timestamp,
    ) -> Result<Option<PendingAuthorization>, StoreError> {
        let row: Option<pending_rows::Model> = Sql::new(&self.connection, CONSUME_PENDING)
            .bind(id.as_uuid())
            .bind(provider.as_str())
            .bind(browser)
            .at(now)
            .one(pending_rows::WHAT)
            .await?;
        Ok(row.map(PendingAuthorization::from))
    }

    async fn insert_completed(
        &mut self,
        completed: &CompletedAuthorization,
    ) -> Result<(), StoreError> {
        self.add(completed_rows::Model::new(completed, self.backend())).await
    }

    async fn consume_completed(
        &mut self,
        id: AuthorizationId,
        challenge: &CodeChallenge,
        now: Timestamp,
    ) -> Result<Option<CompletedAuthorization>, StoreError> {
        let row: Option<completed_rows::Model> = Sql::new(&self.connection, CONSUME_COMPLETED)
            .bind(id.as_uuid())
            .bind(challenge.as_str())
            .at(now)
            .one(completed_rows::WHAT)
            .await?;
        row.map(CompletedAuthorization::try_from).transpose()
    }

    async fn purge(&mut self, now: Timestamp, count: u32) -> Result<u64, StoreError> {
        let mut purged = 0;
        for (sqlite, postgres) in [
            (PURGE_PENDING_ON_SQLITE, PURGE_PENDING_ON_POSTGRES),
            (PURGE_COMPLETED_ON_SQLITE, PURGE_COMPLETED_ON_POSTGRES),
        ] {
            let purge = Sql::either(&self.connection, sqlite, postgres);
            purged += purge.at(now).bind(i64::from(count)).run().await?;
        }
        Ok(purged)
    }
}
