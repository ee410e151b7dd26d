use std::{collections::HashMap, fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bookplate_domain::{
    limits::{
        Allowance, LimitKey, LimitKeyDigest, LimitReached, Quota, RateLimiter, Rule, Verdict,
    },
    shared::Clock,
    store::StoreError,
};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use uuid::Uuid;

use crate::{
    pool::Pool,
    purge::{Purge, purge},
    sql::Sql,
};

const WHAT: &str = "rate limit";

/// Counts in the database, by the generic cell rate algorithm: all nodes count together, and a
/// restart forgets nothing. A try is judged and counted by one statement.
///
/// On PostgreSQL the server's clock counts, so that the nodes' own need not agree.
#[derive(Clone)]
pub struct DatabaseLimiter {
    connection: Pool,
    quotas: Arc<HashMap<Rule, Quota>>,
    keys: Arc<dyn LimitKeyDigest>,
    clock: Arc<dyn Clock>,
}

/// Counts a try of the key `$1`: it moves the moment at which the burst is whole again `$2`
/// microseconds on, unless that would be more than `$3` from now. Answers how far it is from now.
macro_rules! count {
    ($now:literal) => {
        concat!(
            "INSERT INTO rate_limits AS r (key, whole_at) VALUES ($1, ",
            $now,
            " + $2) ON CONFLICT (key) DO UPDATE SET whole_at = CASE WHEN r.whole_at > ",
            $now,
            " THEN r.whole_at ELSE ",
            $now,
            " END + $2 WHERE CASE WHEN r.whole_at > ",
            $now,
            " THEN r.whole_at - ",
            $now,
            " ELSE 0 END + $2 <= $3 RETURNING whole_at - ",
            $now,
            " AS ahead"
        )
    };
}

const COUNT_ON_SQLITE: &str = count!("$4");
/// The moment is that of the statement, however often it is asked for.
const COUNT_ON_POSTGRES: &str =
    count!("CAST(extract(epoch FROM statement_timestamp()) * 1000000 AS bigint)");

/// How far from now the burst of the key `$1` is whole again.
const LOOK_ON_SQLITE: &str = "SELECT whole_at - $2 AS ahead FROM rate_limits WHERE key = $1";
const LOOK_ON_POSTGRES: &str = "\
    SELECT whole_at - CAST(extract(epoch FROM statement_timestamp()) * 1000000 AS bigint) AS ahead \
    FROM rate_limits WHERE key = $1";

const PURGE: Purge = purge!(
    "rate_limits" by "key",
    sqlite: "whole_at < $2",
    postgres: "whole_at < CAST(extract(epoch FROM statement_timestamp()) * 1000000 AS bigint)",
    oldest by "whole_at"
);

#[derive(FromQueryResult)]
struct Ahead {
    ahead: i64,
}

impl DatabaseLimiter {
    pub(crate) fn new(
        connection: Pool,
        quotas: impl IntoIterator<Item = (Rule, Quota)>,
        keys: Arc<dyn LimitKeyDigest>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connection, quotas: Arc::new(quotas.into_iter().collect()), keys, clock }
    }

    /// Forgets some keys whose burst is whole again, and answers how many.
    pub async fn purge(&self) -> Result<u64, StoreError> {
        const BATCH: u32 = 250;
        let purge = PURGE.on(&self.connection, BATCH);
        self.now().into_iter().fold(purge, Sql::bind).run().await
    }

    /// SQLite has one process, whose clock counts.
    fn now(&self) -> Option<i64> {
        let is_sqlite = self.connection.get_database_backend() == DbBackend::Sqlite;
        is_sqlite.then(|| self.clock.now().unix_millis().saturating_mul(1000))
    }

    async fn count(&self, key: Uuid, one: i64, most: i64) -> Result<Option<Ahead>, StoreError> {
        let count = Sql::either(&self.connection, COUNT_ON_SQLITE, COUNT_ON_POSTGRES);
        let count = count.bind(key).bind(one).bind(most);
        self.now().into_iter().fold(count, Sql::bind).one(WHAT).await
    }

    async fn ahead(&self, key: Uuid) -> Result<i64, StoreError> {
        let look = Sql::either(&self.connection, LOOK_ON_SQLITE, LOOK_ON_POSTGRES).bind(key);
        let found: Option<Ahead> = self.now().into_iter().fold(look, Sql::bind).one(WHAT).await?;
        Ok(found.map_or(0, |found| found.ahead))
    }
}

#[async_trait]
impl RateLimiter for DatabaseLimiter {
    async fn check(&self, rule: Rule, key: &LimitKey) -> Result<Verdict, StoreError> {
        let Some(quota) = self.quotas.get(&rule) else { return Ok(Verdict::Allowed(None)) };
        let (burst, per) = (quota.burst.get(), quota.per);
        let one = micros(quota.one()).max(1);
        let most = one.saturating_mul(burst.into());
        let key = Uuid::from_bytes(self.keys.digest(rule, key));
        if let Some(Ahead { ahead }) = self.count(key, one, most).await? {
            let left = most.saturating_sub(ahead) / one;
            let remaining = u32::try_from(left).unwrap_or_default().min(burst - 1);
            return Ok(Verdict::Allowed(Some(Allowance { rule, burst, per, remaining })));
        }
        let wait = self.ahead(key).await?.saturating_add(one).saturating_sub(most);
        // Never nothing: the try was refused.
        let wait = Duration::from_micros(u64::try_from(wait).unwrap_or_default());
        let retry_after = wait.max(Duration::from_millis(1));
        Ok(Verdict::Refused(LimitReached { rule, burst, per, retry_after }))
    }
}

impl fmt::Debug for DatabaseLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.quotas.iter()).finish()
    }
}

fn micros(duration: Duration) -> i64 {
    duration.as_micros().try_into().unwrap_or(i64::MAX)
}
