use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bookplate_domain::{
    limits::{GrowingDelay, LimitKey, LimitKeyDigest, PasswordThrottle, Rule, Verdict},
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

const WHAT: &str = "password attempt";

/// Counts wrong passwords in the database: all nodes count together, and a restart forgets nothing.
/// A try is judged and counted by one statement.
///
/// On PostgreSQL the server's clock counts, so that the nodes' own need not agree.
#[derive(Clone)]
pub struct DatabaseThrottle {
    reader: Pool,
    writer: Pool,
    delay: Option<GrowingDelay>,
    keys: Arc<dyn LimitKeyDigest>,
    clock: Arc<dyn Clock>,
}

/// The moment of the statement, as the row that could not be inserted has it.
macro_rules! now {
    () => {
        "(excluded.day_ends_at - $6)"
    };
}

/// The failures of a key that is there, with the one that is being counted.
macro_rules! failures {
    () => {
        concat!("CASE WHEN a.next_at + $6 <= ", now!(), " THEN 1 ELSE a.failures + 1 END")
    };
}

/// Counts a try of the key `$1` as a failure, unless `$2` failures or more were followed by a delay
/// that is not over, or there were `$3` tries in a day that is not. From `$2` failures on there is a
/// delay of `$4`, doubled for each further one up to `$5` times: [`GrowingDelay::after`]. A day is
/// `$6`; failures are forgotten a day after their delay.
///
/// Without that many failures `next_at` stops nobody: it may be a little later than the statement,
/// which may have begun before another one that was faster.
macro_rules! count {
    ($now:literal) => {
        concat!(
            "INSERT INTO password_attempts AS a (key, failures, next_at, tries, day_ends_at) \
             VALUES ($1, 1, ",
            $now,
            " + CASE WHEN $2 > 1 THEN 0 ELSE $4 END, 1, ",
            $now,
            " + $6) ON CONFLICT (key) DO UPDATE SET failures = ",
            failures!(),
            ", next_at = ",
            now!(),
            " + CASE WHEN ",
            failures!(),
            " < $2 THEN 0 WHEN ",
            failures!(),
            " - $2 > $5 THEN $4 << CAST($5 AS integer) ELSE $4 << CAST(",
            failures!(),
            " - $2 AS integer) END, \
             tries = CASE WHEN a.day_ends_at <= ",
            now!(),
            " THEN 1 ELSE a.tries + 1 END, \
             day_ends_at = CASE WHEN a.day_ends_at <= ",
            now!(),
            " THEN excluded.day_ends_at ELSE a.day_ends_at END \
             WHERE (a.failures < $2 OR a.next_at <= ",
            now!(),
            ") AND (a.tries < $3 OR a.day_ends_at <= ",
            now!(),
            ")"
        )
    };
}

const COUNT_ON_SQLITE: &str = count!("$7");
/// The moment is that of the statement, however often it is asked for.
const COUNT_ON_POSTGRES: &str =
    count!("CAST(extract(epoch FROM statement_timestamp()) * 1000000 AS bigint)");

/// What stands against a try of the key `$1`, its moments from now.
macro_rules! look {
    ($now:literal) => {
        concat!(
            "SELECT failures, next_at - ",
            $now,
            " AS delay, tries, day_ends_at - ",
            $now,
            " AS day FROM password_attempts WHERE key = $1"
        )
    };
}

const LOOK_ON_SQLITE: &str = look!("$2");
const LOOK_ON_POSTGRES: &str =
    look!("CAST(extract(epoch FROM statement_timestamp()) * 1000000 AS bigint)");

const SUCCEEDED: &str = "\
    UPDATE password_attempts SET failures = 0, \
    tries = CASE WHEN tries > 0 THEN tries - 1 ELSE 0 END WHERE key = $1";
const UNJUDGED: &str = "\
    UPDATE password_attempts SET failures = CASE WHEN failures > 0 THEN failures - 1 ELSE 0 END, \
    tries = CASE WHEN tries > 0 THEN tries - 1 ELSE 0 END WHERE key = $1";
const FORGET: &str = "DELETE FROM password_attempts WHERE key = $1";

const PURGE: Purge = purge!(
    "password_attempts" by "key",
    sqlite: "next_at <= $3 - $2",
    postgres: "next_at <= \
               CAST(extract(epoch FROM statement_timestamp()) * 1000000 AS bigint) - $2",
    oldest by "next_at"
);

#[derive(FromQueryResult)]
struct Known {
    failures: i64,
    delay: i64,
    tries: i64,
    day: i64,
}

impl Known {
    /// How long the key has to wait; nothing if it need not.
    fn wait(&self, by: GrowingDelay) -> Duration {
        let is_delayed = self.failures >= by.free.get().into();
        let is_spent = self.tries >= by.per_day.get().into();
        let delay = if is_delayed { self.delay } else { 0 };
        let wait = if is_spent { delay.max(self.day) } else { delay };
        Duration::from_micros(u64::try_from(wait).unwrap_or_default())
    }
}

impl DatabaseThrottle {
    pub(crate) fn new(
        reader: Pool,
        writer: Pool,
        delay: Option<GrowingDelay>,
        keys: Arc<dyn LimitKeyDigest>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { reader, writer, delay, keys, clock }
    }

    /// Forgets some keys that nobody has tried for a day, and answers how many.
    pub async fn purge(&self) -> Result<u64, StoreError> {
        const BATCH: u32 = 250;
        let purge = PURGE.on(&self.writer, BATCH).bind(micros(GrowingDelay::DAY));
        self.now().into_iter().fold(purge, Sql::bind).run().await
    }

    fn key(&self, key: &LimitKey) -> Uuid {
        Uuid::from_bytes(self.keys.digest(Rule::FailedPasswords, key))
    }

    /// SQLite has one process, whose clock counts.
    fn now(&self) -> Option<i64> {
        let is_sqlite = self.writer.get_database_backend() == DbBackend::Sqlite;
        is_sqlite.then(|| self.clock.now().unix_millis().saturating_mul(1000))
    }

    async fn wait(&self, key: Uuid, by: GrowingDelay) -> Result<Duration, StoreError> {
        let look = Sql::either(&self.reader, LOOK_ON_SQLITE, LOOK_ON_POSTGRES).bind(key);
        let known: Option<Known> = self.now().into_iter().fold(look, Sql::bind).one(WHAT).await?;
        Ok(known.map_or(Duration::ZERO, |known| known.wait(by)))
    }

    async fn change(&self, statement: &'static str, key: &LimitKey) -> Result<(), StoreError> {
        if self.delay.is_some() {
            Sql::new(&self.writer, statement).bind(self.key(key)).run().await?;
        }
        Ok(())
    }

    /// Whether the try was counted, and so is allowed.
    async fn count(&self, key: Uuid, by: GrowingDelay) -> Result<bool, StoreError> {
        let count = Sql::either(&self.writer, COUNT_ON_SQLITE, COUNT_ON_POSTGRES)
            .bind(key)
            .bind(i64::from(by.free.get()))
            .bind(i64::from(by.per_day.get()))
            .bind(micros(GrowingDelay::FIRST))
            .bind(i64::from(GrowingDelay::DOUBLINGS))
            .bind(micros(GrowingDelay::DAY));
        Ok(self.now().into_iter().fold(count, Sql::bind).run().await? > 0)
    }
}

#[async_trait]
impl PasswordThrottle for DatabaseThrottle {
    async fn attempt(&self, key: &LimitKey) -> Result<Verdict, StoreError> {
        let Some(by) = self.delay else { return Ok(Verdict::Allowed(None)) };
        let key = self.key(key);
        // A look comes first, so that a flood on one key locks and writes nothing.
        let wait = self.wait(key, by).await?;
        if wait.is_zero() && self.count(key, by).await? {
            return Ok(Verdict::Allowed(None));
        }
        let wait = if wait.is_zero() { self.wait(key, by).await? } else { wait };
        // Never nothing: the try was refused.
        Ok(Verdict::Refused(by.refusal(wait.max(Duration::from_millis(1)))))
    }

    async fn succeeded(&self, key: &LimitKey) -> Result<(), StoreError> {
        self.change(SUCCEEDED, key).await
    }

    async fn unjudged(&self, key: &LimitKey) -> Result<(), StoreError> {
        self.change(UNJUDGED, key).await
    }

    async fn forget(&self, key: &LimitKey) -> Result<(), StoreError> {
        self.change(FORGET, key).await
    }
}

impl fmt::Debug for DatabaseThrottle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseThrottle").field("delay", &self.delay).finish_non_exhaustive()
    }
}

fn micros(duration: Duration) -> i64 {
    duration.as_micros().try_into().unwrap_or(i64::MAX)
}
