use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bookplate_domain::{
    shared::{Clock, Timestamp},
    store::StoreError,
};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, FromQueryResult, QueryResult,
    RuntimeErr, sqlx,
};

use crate::{
    ConnectError, DatabaseOptions, connect,
    error::{reading, store_error},
    sql::Sql,
};

/// How often something is measured whose fastest time counts.
const SAMPLES: u32 = 3;
/// How often two connections are compared, between which others may come.
const COMPARED: u32 = 10;

/// A look at a database from outside the store, for whoever operates it. It changes nothing.
///
/// PostgreSQL is asked by its simple protocol, which prepares nothing: so it also works where a pooler
/// is in between that nobody has told us of.
#[derive(Debug)]
pub struct Inspection {
    connection: DatabaseConnection,
    options: DatabaseOptions,
}

/// What a database says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseFacts {
    /// A file.
    Sqlite {
        /// Of the library that is compiled in.
        version: String,
        /// `wal`, unless something keeps the file from it.
        journal_mode: String,
    },
    /// A server.
    Postgres(ServerFacts),
}

/// What PostgreSQL says of itself.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct ServerFacts {
    /// As it writes it.
    pub version: String,
    /// 150004 for 15.4.
    pub version_number: i32,
    /// How many connections it takes from everybody but its administrators.
    pub connections: i32,
    /// Whether it takes no writes: a standby, or one that was set so.
    pub read_only: bool,
    /// `on`, or how much less a commit waits for.
    pub synchronous_commit: String,
    /// Whether what is committed survives a crash of the machine.
    pub fsync: bool,
}

/// A moment of the database's clock, and when on ours it was asked for and had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockReading {
    /// Ours, before.
    pub asked_at: Timestamp,
    /// The database's.
    pub theirs: Timestamp,
    /// Ours, after.
    pub had_at: Timestamp,
}

impl Inspection {
    /// Opens one connection. An SQLite file that is not there is made: look for it before.
    pub async fn connect(options: &DatabaseOptions) -> Result<Self, ConnectError> {
        let connection = connect::single(options).await?;
        Ok(Self { connection, options: options.clone() })
    }

    /// Asks the database for what it is.
    pub async fn facts(&self) -> Result<DatabaseFacts, StoreError> {
        #[derive(FromQueryResult)]
        struct File {
            version: String,
            journal_mode: String,
        }

        if self.is_sqlite() {
            let text = "SELECT sqlite_version() AS version, journal_mode FROM pragma_journal_mode";
            let File { version, journal_mode } = self.one(text).await?;
            return Ok(DatabaseFacts::Sqlite { version, journal_mode });
        }
        let text = "SELECT current_setting('server_version') AS version, \
             current_setting('server_version_num')::int AS version_number, \
             current_setting('max_connections')::int \
             - current_setting('superuser_reserved_connections')::int AS connections, \
             pg_is_in_recovery() OR current_setting('transaction_read_only')::bool AS read_only, \
             current_setting('synchronous_commit') AS synchronous_commit, \
             current_setting('fsync')::bool AS fsync";
        Ok(DatabaseFacts::Postgres(self.one(text).await?))
    }

    /// Every step of the schema that is known here, the oldest first, and whether it was applied; then
    /// those that only a newer release knows.
    pub async fn migrations(&self) -> Result<Vec<(String, bool)>, StoreError> {
        let applied = match self.is_sqlite() {
            true => bookplate_migration::applied(&self.connection).await.map_err(store_error)?,
            false => self.applied_on_postgres().await?,
        };
        Ok(bookplate_migration::steps(applied))
    }

    /// What [`bookplate_migration::applied`] answers, by the simple protocol.
    async fn applied_on_postgres(&self) -> Result<Vec<String>, StoreError> {
        #[derive(FromQueryResult)]
        struct Table {
            is_there: bool,
        }
        #[derive(FromQueryResult)]
        struct Step {
            version: String,
        }

        let text = "SELECT to_regclass('seaql_migrations') IS NOT NULL AS is_there";
        let Table { is_there: true } = self.one(text).await? else { return Ok(Vec::new()) };
        let steps = self.all("SELECT version FROM seaql_migrations ORDER BY version").await?;
        Ok(steps.into_iter().map(|Step { version }| version).collect())
    }

    /// How long one statement takes that does nothing, there and back, at best.
    pub async fn round_trip(&self) -> Result<Duration, StoreError> {
        let mut best = Duration::MAX;
        for _ in 0..SAMPLES {
            let begun = Instant::now();
            self.connection.execute_unprepared("SELECT 1").await.map_err(store_error)?;
            best = best.min(begun.elapsed());
        }
        Ok(best)
    }

    /// Begins to write, and undoes it at once.
    pub async fn write_and_undo(&self) -> Result<(), StoreError> {
        let begin = match self.is_sqlite() {
            true => "BEGIN IMMEDIATE",
            // What the first write of a transaction does, whatever it writes.
            false => "BEGIN; SELECT pg_current_xact_id()",
        };
        let begun = self.connection.execute_unprepared(begin).await;
        let undone = self.connection.execute_unprepared("ROLLBACK").await;
        begun.and(undone).map(drop).map_err(store_error)
    }

    /// Reads the clock of a server, as quickly as it can be; `None` on SQLite, which has ours.
    pub async fn clock(&self, ours: &dyn Clock) -> Result<Option<ClockReading>, StoreError> {
        #[derive(FromQueryResult)]
        struct Moment {
            millis: i64,
        }

        if self.is_sqlite() {
            return Ok(None);
        }
        let mut best: Option<ClockReading> = None;
        for _ in 0..SAMPLES {
            let text = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS millis";
            let asked_at = ours.now();
            let Moment { millis } = self.one(text).await?;
            let had_at = ours.now();
            let theirs = Timestamp::from_unix_millis(millis);
            let reading = ClockReading { asked_at, theirs, had_at };
            let took = |reading: ClockReading| reading.had_at.since(reading.asked_at);
            if best.is_none_or(|best| took(reading) < took(best)) {
                best = Some(reading);
            }
        }
        Ok(best)
    }

    /// Whether something between here and PostgreSQL gives each transaction whichever connection is
    /// free: then two connections that are open at once meet one and the same back end.
    pub async fn meets_a_pooler(&self) -> Result<bool, StoreError> {
        if self.is_sqlite() {
            return Ok(false);
        }
        let other = Self::connect(&self.options).await;
        let other = other.map_err(|error| StoreError::Unavailable(error.into()))?;
        for _ in 0..COMPARED {
            if self.back_end().await? == other.back_end().await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The process of the server that answers.
    async fn back_end(&self) -> Result<i32, StoreError> {
        #[derive(FromQueryResult)]
        struct BackEnd {
            pid: i32,
        }

        let BackEnd { pid } = self.one("SELECT pg_backend_pid() AS pid").await?;
        Ok(pid)
    }

    fn is_sqlite(&self) -> bool {
        self.connection.get_database_backend() == DbBackend::Sqlite
    }

    async fn one<R: FromQueryResult>(&self, text: &'static str) -> Result<R, StoreError> {
        let first = self.all(text).await?.into_iter().next();
        first.ok_or_else(|| StoreError::Backend("the database says nothing of itself".into()))
    }

    async fn all<R: FromQueryResult>(&self, text: &'static str) -> Result<Vec<R>, StoreError> {
        const WHAT: &str = "fact";
        if self.is_sqlite() {
            return Sql::new(&self.connection, text).all(WHAT).await;
        }
        let pool = self.connection.get_postgres_connection_pool();
        let rows = sqlx::raw_sql(text).fetch_all(pool).await;
        let rows = rows
            .map_err(|error| store_error(DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))))?;
        let read = |row| R::from_query_result(&QueryResult::from(row), "");
        rows.into_iter().map(read).collect::<Result<_, _>>().map_err(reading(WHAT))
    }
}
