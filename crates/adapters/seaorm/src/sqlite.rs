//! How SQLite is opened.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use sea_orm::{
    ConnectOptions, DatabaseConnection,
    sqlx::{
        Connection as _,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};

use crate::{
    ConnectError, DatabaseOptions,
    connect::{self, Pools},
    open_file::OpenFile,
    pool::Pool,
    schema,
};

/// How much of the file the writer keeps in memory, 4 MiB as SQLite says it, and each of the readers, half
/// of one: the system keeps the rest.
const WRITER_CACHE: &str = "-4096";
const READER_CACHE: &str = "-512";

/// How many pages a transaction has changed before some of them are written early, 32 MiB: with fewer a
/// large one writes the same pages again and again. They are let go at its end.
const CHANGED_PAGES: &str = "8192";

/// How long a connection waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// One connection that writes, and the others to read beside it. A single connection, and one to a
/// database in memory, does both.
pub(crate) async fn pools(options: &DatabaseOptions) -> Result<Pools, ConnectError> {
    let writer = single(options).await?;
    if in_memory(options) {
        schema::create(&writer).await?;
    }
    let writer = Pool::in_process(writer);
    let reader = if options.max_connections < 2 || in_memory(options) {
        writer.clone()
    } else {
        let mut pool = connect::pool(options, options.max_connections - 1);
        pool.test_before_acquire(false);
        pool.map_sqlx_sqlite_opts(|file| {
            file.busy_timeout(BUSY_TIMEOUT)
                .pragma("cache_size", READER_CACHE)
                .pragma("query_only", "ON")
        });
        Pool::in_process(connect::open(pool).await?)
    };
    Ok(Pools { reader, writer })
}

/// The connection that writes. It makes the file, and the folder for it, where they are missing.
///
/// Of several processes one opens at a time: turning a new file to write-ahead logging fails at
/// once, without the wait of [`BUSY_TIMEOUT`], where another process does the same.
pub(crate) async fn single(options: &DatabaseOptions) -> Result<DatabaseConnection, ConnectError> {
    let file: SqliteConnectOptions = options.url.parse().map_err(|_| ConnectError::Url)?;
    if !in_memory(options) {
        make_file(file.get_filename())?;
    }
    let _held = match lock_file(options)? {
        Some(path) => {
            Some(lock(path.clone()).await.map_err(|source| ConnectError::Folder { path, source })?)
        }
        None => None,
    };
    let mut pool = connect::kept(options);
    write_ahead(&mut pool);
    drop_stuck(&mut pool);
    connect::open(pool).await
}

/// Write-ahead logging: readers and the writer do not wait for each other, and what is committed
/// survives a crash of the process. A crash of the machine may undo the last commits, never half
/// of one.
fn write_ahead(pool: &mut ConnectOptions) {
    pool.map_sqlx_sqlite_opts(|file| {
        file.create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .pragma("cache_size", WRITER_CACHE)
            .pragma("cache_spill", CHANGED_PAGES)
            // What is deleted is overwritten, and not only forgotten.
            .pragma("secure_delete", "ON")
    });
}

/// Closes a connection instead of keeping it that believes to be in a transaction after it was given
/// back.
///
/// SQLite undoes a transaction by itself where the disk is full or broken. The driver's own `ROLLBACK`
/// then fails, and it goes on counting that transaction: all later ones would be parts of it, and from
/// the first on that is undone they would be acknowledged and kept by nobody.
fn drop_stuck(pool: &mut ConnectOptions) {
    pool.map_sqlx_sqlite_pool_opts(|pool| {
        pool.after_release(|connection, _| {
            Box::pin(async move {
                if connection.is_in_transaction() {
                    // What was queued before, as the rollback of what was dropped, is done then.
                    connection.ping().await?;
                }
                Ok(!connection.is_in_transaction())
            })
        })
    });
}

/// Makes the folder and the file for nobody but us: they hold password hashes. SQLite gives the
/// files beside it the same mode.
///
/// A file that is there is not opened: closing it again would end every lock that this process has on
/// it, those of SQLite's connections too (sqlite.org/howtocorrupt.html, 2.2). Another process that
/// closes the database then takes itself for the last one, and removes the log that is written here.
fn make_file(file: &Path) -> Result<(), ConnectError> {
    let failed = |source| ConnectError::Folder { path: file.to_owned(), source };
    if let Some(folder) = file.parent().filter(|path| !path.as_os_str().is_empty()) {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(failed)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed(error)),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Waits for a file to be ours; closing it lets go.
pub(crate) async fn lock(path: PathBuf) -> io::Result<File> {
    let lock = move || {
        let file = File::options().write(true).create(true).truncate(false).open(path)?;
        file.lock()?;
        Ok(file)
    };
    match tokio::task::spawn_blocking(lock).await {
        Ok(locked) => locked,
        Err(error) => Err(error.into()),
    }
}

/// The file that processes on one database lock while they open it and change its schema.
pub(crate) fn lock_file(options: &DatabaseOptions) -> Result<Option<PathBuf>, ConnectError> {
    if in_memory(options) {
        return Ok(None);
    }
    let file: SqliteConnectOptions = options.url.parse().map_err(|_| ConnectError::Url)?;
    let mut path = file.get_filename().as_os_str().to_owned();
    path.push(".schema-lock");
    Ok(Some(path.into()))
}

/// The file that was opened, unless the database is in memory.
pub(crate) fn open_file(options: &DatabaseOptions) -> Result<Option<OpenFile>, ConnectError> {
    if in_memory(options) {
        return Ok(None);
    }
    let file: SqliteConnectOptions = options.url.parse().map_err(|_| ConnectError::Url)?;
    let path = file.get_filename().to_owned();
    let failed = |source| ConnectError::Folder { path: path.clone(), source };
    OpenFile::at(path.clone()).map(Some).map_err(failed)
}

fn in_memory(options: &DatabaseOptions) -> bool {
    options.url.contains(":memory:") || options.url.contains("mode=memory")
}

#[cfg(test)]
mod tests;
