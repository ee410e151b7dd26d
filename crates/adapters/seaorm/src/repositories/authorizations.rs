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
    purge::{Purge, purge},
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

const PURGE_PENDING: Purge =
    purge!("pending_authorizations", "expires_at <= $2", oldest by "expires_at");
const PURGE_COMPLETED: Purge =
    purge!("completed_authorizations", "expires_at <= $2", oldest by "expires_at");

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
        for kind in [PURGE_PENDING, PURGE_COMPLETED] {
            purged += kind.on(&self.connection, count).at(now).run().await?;
        }
        Ok(purged)
    }
}
