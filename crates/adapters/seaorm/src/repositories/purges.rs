//! What has had its time, some of it at once.

use bookplate_domain::{shared::Timestamp, store::StoreError};

use crate::{
    collections::{Collections, Connection},
    purge::{Purge, purge},
};

/// Visitors are known by nothing but their sessions.
const ENDED_SESSIONS: Purge = purge!(
    "sessions",
    "revoked_at < $2 AND EXISTS \
     (SELECT 1 FROM users WHERE users.id = sessions.user_id AND role <> 'anonymous')",
    oldest by "revoked_at"
);
const EXPIRED_SESSIONS: Purge = purge!(
    "sessions",
    "expires_at < $2 AND revoked_at IS NULL AND EXISTS \
     (SELECT 1 FROM users WHERE users.id = sessions.user_id AND role <> 'anonymous')",
    oldest by "expires_at"
);

const REGISTRATIONS: Purge = purge!("registrations", "expires_at < $2", oldest by "expires_at");

const ONE_TIME_TOKENS: Purge = purge!("one_time_tokens", "expires_at < $2", oldest by "expires_at");

const EMAIL_CHANGES: Purge =
    purge!("email_changes", "revertible_until < $2", oldest by "revertible_until");

const SENT_MAILS: Purge = purge!("outbox", "delivered_at < $2", oldest by "delivered_at");
const DEAD_MAILS: Purge =
    purge!("outbox", "delivered_at IS NULL AND dead_at < $2", oldest by "dead_at");

impl<C: Connection> Collections<C> {
    pub(super) async fn purge_sessions(
        &self,
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        self.purge_kinds(&[ENDED_SESSIONS, EXPIRED_SESSIONS], before, count).await
    }

    pub(super) async fn purge_registrations(
        &self,
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        self.purge_kinds(&[REGISTRATIONS], before, count).await
    }

    pub(super) async fn purge_one_time_tokens(
        &self,
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        self.purge_kinds(&[ONE_TIME_TOKENS], before, count).await
    }

    pub(super) async fn purge_email_changes(
        &self,
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        self.purge_kinds(&[EMAIL_CHANGES], before, count).await
    }

    pub(super) async fn purge_mails(
        &self,
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        self.purge_kinds(&[SENT_MAILS, DEAD_MAILS], before, count).await
    }

    /// One kind after the other, and none before those of the kind before it are gone: so none is
    /// looked for among rows that go by another statement.
    async fn purge_kinds(
        &self,
        kinds: &[Purge],
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        let mut purged = 0;
        for kind in kinds {
            let left = u32::try_from(u64::from(count).saturating_sub(purged)).unwrap_or(count);
            if left == 0 {
                break;
            }
            purged += kind.on(&self.connection, left).at(before).run().await?;
        }
        Ok(purged)
    }
}
