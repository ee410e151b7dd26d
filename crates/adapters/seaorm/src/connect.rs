use std::{path::PathBuf, time::Duration};

use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use crate::{
    ConnectError, DatabaseOptions, error::connect_error, open_file::OpenFile, pool::Pool, postgres,
    sqlite,
};

/// The connections of a store. They are the same pool where one is enough.
pub(crate) struct Pools {
    pub(crate) reader: Pool,
    pub(crate) writer: Pool,
}

/// Opens the pools that a store works with.
pub(crate) async fn pools(options: &DatabaseOptions) -> Result<Pools, ConnectError> {
    if is_sqlite(options)? { sqlite::pools(options).await } else { postgres::pools(options).await }
}

/// Opens a pool of one connection that is never exchanged for another, without a time-out for
/// statements: what is locked or set on it stays so.
pub(crate) async fn single(options: &DatabaseOptions) -> Result<DatabaseConnection, ConnectError> {
    if is_sqlite(options)? {
        sqlite::single(options).await
    } else {
        postgres::single(options).await
    }
}

/// A pool without logging: statements may hold addresses, and failures are logged where they are
/// handled.
pub(crate) fn pool(options: &DatabaseOptions, connections: u32) -> ConnectOptions {
    let mut pool = ConnectOptions::new(options.url.clone());
    pool.max_connections(connections)
        .acquire_timeout(options.acquire_timeout)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    pool
}

/// The same, of one connection that is kept for good.
pub(crate) fn kept(options: &DatabaseOptions) -> ConnectOptions {
    let mut pool = pool(options, 1);
    pool.min_connections(1)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false);
    pool
}

pub(crate) async fn open(pool: ConnectOptions) -> Result<DatabaseConnection, ConnectError> {
    Database::connect(pool).await.map_err(connect_error)
}

/// The file that processes lock while they open the database and change its schema, where the database has no lock of
/// its own for that.
pub(crate) fn lock_file(options: &DatabaseOptions) -> Result<Option<PathBuf>, ConnectError> {
    if is_sqlite(options)? { sqlite::lock_file(options) } else { Ok(None) }
}

/// The file that was opened, where the database is one.
pub(crate) fn open_file(options: &DatabaseOptions) -> Result<Option<OpenFile>, ConnectError> {
    if is_sqlite(options)? { sqlite::open_file(options) } else { Ok(None) }
}

pub(crate) fn is_sqlite(options: &DatabaseOptions) -> Result<bool, ConnectError> {
    match options.url.split_once(':') {
        Some(("sqlite", _)) => Ok(true),
        Some(("postgres" | "postgresql", _)) => Ok(false),
        _ => Err(ConnectError::Url),
    }
}
