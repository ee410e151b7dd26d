use std::collections::HashMap;

use async_trait::async_trait;
use bookplate_domain::{
    mail::{Backlog, MailFilter, MailRecord, Outbox, OutboxMail},
    shared::{Cursor, Limit, MailId, Page, Timestamp},
    store::StoreError,
    users::EmailAddress,
};
use sea_orm::{DbBackend, FromQueryResult};
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    rows::outbox_mail::{Model, WHAT},
    sql::{Sql, canonical},
};

/// Mails that another claim is about to take are passed over, not waited for. They come in the
/// order in which they were due, which the update itself overwrites.
const CLAIM_ON_POSTGRES: &str = "\
    WITH due AS (SELECT id, due_at FROM outbox \
    WHERE delivered_at IS NULL AND dead_at IS NULL AND due_at <= $1 \
    ORDER BY due_at, id LIMIT +$3 FOR UPDATE SKIP LOCKED), \
    claimed AS (UPDATE outbox AS o SET attempts = o.attempts + 1, due_at = $2 \
    FROM due WHERE o.id = due.id \
    RETURNING o.id, o.recipient, o.recipient_canonical, o.kind, o.payload, o.attempts, o.due_at, \
    o.created_at, o.language, o.time_zone) \
    SELECT claimed.* FROM claimed JOIN due ON due.id = claimed.id ORDER BY due.due_at, due.id";

const CLAIM_ON_SQLITE: &str = "\
    UPDATE outbox SET attempts = attempts + 1, due_at = $2 WHERE id IN (SELECT id FROM outbox \
    WHERE delivered_at IS NULL AND dead_at IS NULL AND due_at <= $1 \
    ORDER BY due_at, id LIMIT +$3) \
    RETURNING id, recipient, recipient_canonical, kind, payload, attempts, due_at, created_at, \
    language, time_zone";

/// The order in which mails were due, which SQLite's `RETURNING` cannot tell.
const ORDER_ON_SQLITE: &str = "\
    SELECT id FROM outbox WHERE delivered_at IS NULL AND dead_at IS NULL AND due_at <= $1 \
    ORDER BY due_at, id LIMIT +$2";

/// The provider has it: from then on that counts, even if a slower worker had given it up.
const DELIVERED: &str = "UPDATE outbox SET delivered_at = $2 WHERE id = $1";

const POSTPONE: &str = "\
    UPDATE outbox SET due_at = $2, last_error = $3 \
    WHERE id = $1 AND delivered_at IS NULL AND dead_at IS NULL";

const RELEASE: &str = "\
    UPDATE outbox SET due_at = $2, last_error = $3, \
    attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END \
    WHERE id = $1 AND delivered_at IS NULL AND dead_at IS NULL";

/// How often a mail that cannot be read is claimed before it is given up.
const UNREADABLE_CLAIMS: i64 = 10;

/// Leaves the lease of the claim as it is.
const NOTE_ERROR: &str = "UPDATE outbox SET last_error = $2 WHERE id = $1";

const BURY: &str = "\
    UPDATE outbox SET dead_at = $2, last_error = $3 WHERE id = $1 AND delivered_at IS NULL";

const RETRY: &str = "\
    UPDATE outbox SET dead_at = NULL, attempts = 0, due_at = $2, last_error = NULL \
    WHERE id = $1 AND delivered_at IS NULL AND dead_at IS NOT NULL";

const REMOVE: &str = "DELETE FROM outbox WHERE id = $1";

const REMOVE_ALL_TO_ON_SQLITE: &str = "\
    DELETE FROM outbox WHERE recipient_canonical IN (SELECT value FROM json_each($1))";
const REMOVE_ALL_TO_ON_POSTGRES: &str = "\
    DELETE FROM outbox WHERE recipient_canonical = ANY (ARRAY(SELECT jsonb_array_elements_text($1)))";

#[async_trait]
impl<C: Connection> Outbox for Collections<C> {
    async fn insert(&mut self, mail: &OutboxMail) -> Result<(), StoreError> {
        self.add(Model::new(mail, self.backend())).await?;
        self.note_mail();
        Ok(())
    }

    async fn claim(
        &mut self,
        now: Timestamp,
        lease_until: Timestamp,
        count: u32,
    ) -> Result<Vec<OutboxMail>, StoreError> {
        let order = match self.backend() {
            DbBackend::Sqlite => self.due_order(now, count).await?,
            _ => HashMap::new(),
        };
        let mut rows: Vec<Model> =
            Sql::either(&self.connection, CLAIM_ON_SQLITE, CLAIM_ON_POSTGRES)
                .at(now)
                .at(lease_until)
                .bind(i64::from(count))
                .all(WHAT)
                .await?;
        // Stable, so it leaves the order of PostgreSQL as it is.
        rows.sort_by_key(|row| order.get(&row.id).copied());
        let mut mails = Vec::with_capacity(rows.len());
        for row in rows {
            let (id, attempts) = (row.id, row.attempts);
            match OutboxMail::try_from(row) {
                Ok(mail) => mails.push(mail),
                Err(error) => self.set_aside(id, attempts, now, &error.to_string()).await?,
            }
        }
        Ok(mails)
    }

    async fn delivered(&mut self, id: MailId, now: Timestamp) -> Result<(), StoreError> {
        Sql::new(&self.connection, DELIVERED).bind(id.as_uuid()).at(now).run().await.map(drop)
    }

    async fn postpone(
        &mut self,
        id: MailId,
        due_at: Timestamp,
        why: &str,
    ) -> Result<(), StoreError> {
        Sql::new(&self.connection, POSTPONE)
            .bind(id.as_uuid())
            .at(due_at)
            .bind(why)
            .run()
            .await
            .map(drop)
    }

    async fn release(
        &mut self,
        id: MailId,
        due_at: Timestamp,
        why: &str,
    ) -> Result<(), StoreError> {
        Sql::new(&self.connection, RELEASE)
            .bind(id.as_uuid())
            .at(due_at)
            .bind(why)
            .run()
            .await
            .map(drop)
    }

    async fn bury(&mut self, id: MailId, now: Timestamp, why: &str) -> Result<(), StoreError> {
        Sql::new(&self.connection, BURY).bind(id.as_uuid()).at(now).bind(why).run().await.map(drop)
    }

    async fn retry(&mut self, id: MailId, now: Timestamp) -> Result<bool, StoreError> {
        let retried =
            Sql::new(&self.connection, RETRY).bind(id.as_uuid()).at(now).run().await? == 1;
        if retried {
            self.note_mail();
        }
        Ok(retried)
    }

    async fn remove(&mut self, id: MailId) -> Result<(), StoreError> {
        Sql::new(&self.connection, REMOVE).bind(id.as_uuid()).run().await.map(drop)
    }

    async fn remove_all_to(&mut self, addresses: &[EmailAddress]) -> Result<(), StoreError> {
        Sql::either(&self.connection, REMOVE_ALL_TO_ON_SQLITE, REMOVE_ALL_TO_ON_POSTGRES)
            .bind(canonical(addresses))
            .run()
            .await
            .map(drop)
    }

    async fn list(
        &mut self,
        filter: &MailFilter,
        after: Option<&Cursor<MailRecord>>,
        limit: Limit,
    ) -> Result<Page<MailRecord>, StoreError> {
        self.list_mails(filter, after, limit).await
    }

    async fn backlog(&mut self) -> Result<Backlog, StoreError> {
        self.mail_backlog().await
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.purge_mails(before, count).await
    }
}

impl<C: Connection> Collections<C> {
    /// A mail that cannot be read must not hold up the others. It may be of a kind that a newer
    /// node on the same database knows, so it is only given up after a few claims.
    async fn set_aside(
        &mut self,
        id: Uuid,
        claims: i64,
        now: Timestamp,
        why: &str,
    ) -> Result<(), StoreError> {
        let aside = if claims < UNREADABLE_CLAIMS {
            Sql::new(&self.connection, NOTE_ERROR).bind(id).bind(why)
        } else {
            Sql::new(&self.connection, BURY).bind(id).at(now).bind(why)
        };
        aside.run().await.map(drop)
    }

    async fn due_order(
        &self,
        now: Timestamp,
        count: u32,
    ) -> Result<HashMap<Uuid, usize>, StoreError> {
        #[derive(FromQueryResult)]
        struct Due {
            id: Uuid,
        }

        let due: Vec<Due> = Sql::new(&self.connection, ORDER_ON_SQLITE)
            .at(now)
            .bind(i64::from(count))
            .all(WHAT)
            .await?;
        Ok(due.into_iter().map(|due| due.id).zip(0..).collect())
    }
}
