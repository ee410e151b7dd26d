use std::{fs::File, path::PathBuf, time::Duration};

use bookplate_domain::store::{Source, StoreError};
use bookplate_migration::{IntoSchemaManagerConnection, Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, TransactionTrait,
};

use crate::{
    ConnectError, DatabaseOptions, connect,
    error::{connect_error, store_error},
    postgres, sqlite,
};

/// The number under which nodes lock PostgreSQL while they change the schema: "bookplat" in ASCII.
const LOCK: i64 = 0x626f_6f6b_706c_6174;

/// Brings the tables up to date.
///
/// It works on a single connection of its own, without a time-out, under a lock, so that nodes that
/// start together change the schema one after the other: each step in a transaction that has the lock
/// on PostgreSQL, all of them under that of a file beside the database on SQLite.
#[derive(Debug)]
pub struct Schema {
    connection: DatabaseConnection,
    lock_file: Option<PathBuf>,
    /// What begins each transaction behind a pooler.
    preamble: Option<String>,
}

/// The schema could not be read or changed.
#[derive(Debug, thiserror::Error)]
#[error("the database's schema cannot be read or changed")]
pub struct SchemaError(#[source] Source);

impl From<DbErr> for SchemaError {
    fn from(error: DbErr) -> Self {
        Self(error.into())
    }
}

impl Schema {
    /// Opens the database, making it where it is an SQLite file that does not exist.
    pub async fn connect(options: &DatabaseOptions) -> Result<Self, ConnectError> {
        let connection = connect::single(options).await?;
        let lock_file = connect::lock_file(options)?;
        let preamble = || postgres::preamble(&postgres::settings(Duration::ZERO));
        let preamble = options.transaction_pooler.then(preamble);
        Ok(Self { connection, lock_file, preamble })
    }

    /// Applies every step that waits, and answers how many of them it applied itself. Steps of a newer
    /// release may have been applied before.
    pub async fn up(&self) -> Result<usize, SchemaError> {
        if let Some(_held) = self.hold_file().await? {
            let waiting = Migrator::get_pending_migrations(&self.connection).await?;
            Migrator::up(&self.connection, None).await?;
            return Ok(waiting.len());
        }
        let mut applied = 0;
        loop {
            let turn = self.turn().await?;
            if Migrator::get_pending_migrations(&turn).await?.is_empty() {
                turn.commit().await?;
                return Ok(applied);
            }
            Migrator::up(&turn, Some(1)).await?;
            turn.commit().await?;
            applied += 1;
        }
    }

    /// Takes back at most `steps` steps, the newest first, and answers how many. Refused where a newer
    /// release has applied steps, which stand on those that are known here.
    pub async fn down(&self, steps: u32) -> Result<usize, SchemaError> {
        if let Some(_held) = self.hold_file().await? {
            require_none_newer(&self.connection).await?;
            let applied = Migrator::get_applied_migrations(&self.connection).await?;
            Migrator::down(&self.connection, Some(steps)).await?;
            return Ok(applied.len().min(usize::try_from(steps).unwrap_or(usize::MAX)));
        }
        let mut undone = 0;
        for _ in 0..steps {
            let turn = self.turn().await?;
            require_none_newer(&turn).await?;
            if Migrator::get_applied_migrations(&turn).await?.is_empty() {
                break;
            }
            Migrator::down(&turn, Some(1)).await?;
            turn.commit().await?;
            undone += 1;
        }
        Ok(undone)
    }

    /// Every step, the oldest first, and whether it was applied. Those that only a newer release knows
    /// come last. Changes nothing.
    pub async fn status(&self) -> Result<Vec<(String, bool)>, SchemaError> {
        let applied = match self.connection.get_database_backend() {
            DbBackend::Postgres => bookplate_migration::applied(&self.begin().await?).await?,
            _ => bookplate_migration::applied(&self.connection).await?,
        };
        Ok(bookplate_migration::steps(applied))
    }

    /// Takes every step back and applies them again: everything that was kept is lost. Refused like
    /// [`down`](Self::down).
    pub async fn reset(&self) -> Result<(), SchemaError> {
        if let Some(_held) = self.hold_file().await? {
            require_none_newer(&self.connection).await?;
            Migrator::down(&self.connection, None).await?;
            return Ok(Migrator::up(&self.connection, None).await?);
        }
        let turn = self.turn().await?;
        require_none_newer(&turn).await?;
        Migrator::down(&turn, None).await?;
        Migrator::up(&turn, None).await?;
        Ok(turn.commit().await?)
    }

    /// Closes the connection; dropping this does so too, but some time later.
    pub async fn close(self) -> Result<(), SchemaError> {
        Ok(self.connection.close().await?)
    }

    /// The lock of an SQLite file, for as long as it is kept; `None` on PostgreSQL.
    async fn hold_file(&self) -> Result<Option<Held>, SchemaError> {
        if self.connection.get_database_backend() == DbBackend::Postgres {
            return Ok(None);
        }
        let Some(path) = self.lock_file.clone() else { return Ok(Some(Held(None))) };
        let file = sqlite::lock(path).await.map_err(|error| SchemaError(error.into()))?;
        Ok(Some(Held(Some(file))))
    }

    /// A transaction of one node after the other on PostgreSQL. The lock is the transaction's and not
    /// the connection's, which may be another one for the next behind a pooler.
    async fn turn(&self) -> Result<DatabaseTransaction, SchemaError> {
        let transaction = self.begin().await?;
        let lock = format!("SELECT pg_advisory_xact_lock({LOCK})");
        transaction.execute_unprepared(&lock).await?;
        Ok(transaction)
    }

    /// A transaction on PostgreSQL without time-outs, whatever stands before it.
    async fn begin(&self) -> Result<DatabaseTransaction, SchemaError> {
        let transaction = self.connection.begin().await?;
        if let Some(preamble) = &self.preamble {
            transaction.execute_unprepared(preamble).await?;
        }
        Ok(transaction)
    }
}

/// A lock on a file that is let go when this is dropped. A database in memory needs none.
struct Held(#[expect(dead_code, reason = "it is held")] Option<File>);

async fn require_none_newer<'c>(
    connection: impl IntoSchemaManagerConnection<'c>,
) -> Result<(), DbErr> {
    let known = bookplate_migration::names();
    let applied = bookplate_migration::applied(connection).await?;
    match applied.into_iter().find(|name| !known.contains(name)) {
        Some(name) => Err(DbErr::Custom(format!("{name} is of a newer release; use that one"))),
        None => Ok(()),
    }
}

/// Makes the tables of a database that nobody else can reach.
pub(crate) async fn create(connection: &DatabaseConnection) -> Result<(), ConnectError> {
    Migrator::up(connection, None).await.map_err(connect_error)
}

/// Fails unless the newest step was applied.
pub(crate) async fn require_newest(connection: &impl ConnectionTrait) -> Result<(), StoreError> {
    match bookplate_migration::missing_newest(connection).await.map_err(store_error)? {
        Some(newest) => Err(StoreError::Backend(format!("the schema lacks {newest}").into())),
        None => Ok(()),
    }
}
