//! What has had its time, some of it at once.

use bookplate_domain::{shared::Timestamp, store::StoreError};

use crate::{
    collections::{Collections, Connection},
    sql::Sql,
};

/// One statement for each database, which removes the rows of a table that a condition names, the
/// oldest first.
struct Removal {
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! removal {
    ($table:literal, $which:literal, oldest by $moment:literal) => {
        Removal {
            sqlite: concat!(
                "DELETE FROM ",
                $table,
                " WHERE id IN (SELECT id FROM ",
                $table,
                " WHERE ",
                $which,
                " ORDER BY ",
                $moment,
                " LIMIT $2)"
            ),
            // What another transaction keeps is passed over, not waited for. As an array the choice
            // is made once; `IN` may make it once for each row, and each time take others.
            postgres: concat!(
                "DELETE FROM ",
                $table,
                " WHERE id = ANY(ARRAY(SELECT id FROM ",
                $table,
                " WHERE ",
                $which,
                " ORDER BY ",
                $moment,
                " LIMIT $2 FOR UPDATE OF ",
                $table,
                " SKIP LOCKED))"
            ),
        }
    };
}

/// Visitors are known by nothing but their sessions.
const ENDED_SESSIONS: Removal = removal!(
    "sessions",
    "revoked_at < $1 AND EXISTS \
     (SELECT 1 FROM users WHERE users.id = sessions.user_id AND role <> 'anonymous')",
    oldest by "revoked_at"
);
const EXPIRED_SESSIONS: Removal = removal!(
    "sessions",
    "expires_at < $1 AND revoked_at IS NULL AND EXISTS \
     (SELECT 1 FROM users WHERE users.id = sessions.user_id AND role <> 'anonymous')",
    oldest by "expires_at"
);

const REGISTRATIONS: Removal = removal!("registrations", "expires_at < $1", oldest by "expires_at");

const ONE_TIME_TOKENS: Removal =
    removal!("one_time_tokens", "expires_at < $1", oldest by "expires_at");

const EMAIL_CHANGES: Removal =
    removal!("email_changes", "revertible_until < $1", oldest by "revertible_until");

const SENT_MAILS: Removal = removal!("outbox", "delivered_at < $1", oldest by "delivered_at");
const DEAD_MAILS: Removal =
    removal!("outbox", "delivered_at IS NULL AND dead_at < $1", oldest by "dead_at");

impl<C: Connection> Collections<C> {
    pub(super) async fn remove_sessions(
        &self,
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        self.remove(&[ENDED_SESSIONS, EXPIRED_SESSIONS], before, count).await
    }

    pub(super) async fn remove_registrations(
        &self,
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        self.remove(&[REGISTRATIONS], before, count).await
    }

    pub(super) async fn remove_one_time_tokens(
        &self,
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        self.remove(&[ONE_TIME_TOKENS], before, count).await
    }

    pub(super) async fn remove_email_changes(
        &self,
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        self.remove(&[EMAIL_CHANGES], before, count).await
    }

    pub(super) async fn remove_mails(
        &self,
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        self.remove(&[SENT_MAILS, DEAD_MAILS], before, count).await
    }

    /// One kind after the other, and none before those of the kind before it are gone: so none is
    /// looked for among rows that go by another statement.
    async fn remove(
        &self,
        kinds: &[Removal],
        before: Timestamp,
        count: u32,
    ) -> Result<u64, StoreError> {
        let mut removed = 0;
        for Removal { sqlite, postgres } in kinds {
            let left = u64::from(count).saturating_sub(removed);
            if left == 0 {
                break;
            }
            let remove = Sql::either(&self.connection, sqlite, postgres).at(before);
            removed += remove.bind(i64::try_from(left).unwrap_or(i64::MAX)).run().await?;
        }
        Ok(removed)
    }
}
