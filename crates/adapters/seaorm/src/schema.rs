use std::path::PathBuf;

use bookplate_domain::store::{Source, StoreError};
use bookplate_migration::{MigrationStatus, Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, FromQueryResult};

use crate::{ConnectError, DatabaseOptions, connect, error::connect_error, sql::Sql, sqlite};

/// The number under which nodes lock PostgreSQL while they change the schema: "bookplat" in ASCII.
const LOCK: i64 = 0x626f_6f6b_706c_6174;

/// Brings the tables up to date.
///
/// It works on a single connection of its own, without a time-out, under a lock, so that nodes that
/// start together change the schema one after the other: the connection's own on PostgreSQL, that
/// of a file beside the database on SQLite.
#[derive(Debug)]
pub struct Schema {
    connection: DatabaseConnection,
    lock_file: Option<PathBuf>,
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
        Ok(Self { connection, lock_file })
    }

    /// Applies every step that waits, and answers how many there were.
    pub async fn up(&self) -> Result<usize, SchemaError> {
        self.locked(async {
            let waiting = Migrator::get_pending_migrations(&self.connection).await?;
            Migrator::up(&self.connection, None).await?;
            Ok(waiting.len())
        })
        .await
    }

    /// Takes back at most `steps` steps, the newest first, and answers how many.
    pub async fn down(&self, steps: u32) -> Result<usize, SchemaError> {
        self.locked(async {
            let applied = Migrator::get_applied_migrations(&self.connection).await?;
            Migrator::down(&self.connection, Some(steps)).await?;
            Ok(applied.len().min(usize::try_from(steps).unwrap_or(usize::MAX)))
        })
        .await
    }

    /// Every step, the oldest first, and whether it was applied. Changes nothing.
    pub async fn status(&self) -> Result<Vec<(String, bool)>, SchemaError> {
        let steps = Migrator::get_migration_with_status_read_only(&self.connection).await?;
        Ok(steps
            .into_iter()
            .map(|step| (step.name().to_owned(), step.status() == MigrationStatus::Applied))
            .collect())
    }

    /// Takes every step back and applies them again: everything that was kept is lost.
    pub async fn reset(&self) -> Result<(), SchemaError> {
        self.locked(async {
            Migrator::down(&self.connection, None).await?;
            Migrator::up(&self.connection, None).await
        })
        .await
    }

    /// Closes the connection; dropping this does so too, but some time later.
    pub async fn close(self) -> Result<(), SchemaError> {
        Ok(self.connection.close().await?)
    }

    async fn locked<T>(
        &self,
        work: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, SchemaError> {
        if self.connection.get_database_backend() != DbBackend::Postgres {
            let held = match self.lock_file.clone() {
                Some(path) => {
                    Some(sqlite::lock(path).await.map_err(|error| SchemaError(error.into()))?)
                }
                None => None,
            };
            let result = work.await;
            drop(held);
            return Ok(result?);
        }
        let lock = format!("SELECT pg_advisory_lock({LOCK})");
        self.connection.execute_unprepared(&lock).await?;
        let result = work.await;
        let unlock = format!("SELECT pg_advisory_unlock({LOCK})");
        self.connection.execute_unprepared(&unlock).await?;
        Ok(result?)
    }
}

/// Makes the tables of a database that nobody else can reach.
pub(crate) async fn create(connection: &DatabaseConnection) -> Result<(), ConnectError> {
    Migrator::up(connection, None).await.map_err(connect_error)
}

/// Fails unless the newest step was applied.
pub(crate) async fn require_newest(connection: &DatabaseConnection) -> Result<(), StoreError> {
    #[derive(FromQueryResult)]
    struct Step {
        version: String,
    }

    let steps = Migrator::migrations();
    let newest = steps.last().map(|step| step.name()).unwrap_or_default();
    Sql::new(connection, "SELECT version FROM seaql_migrations WHERE version = $1")
        .bind(newest)
        .one::<Step>("migration")
        .await?
        .filter(|step| step.version == newest)
        .map(drop)
        .ok_or_else(|| StoreError::Backend(format!("the schema lacks {newest}").into()))
}
