use std::{fmt, path::PathBuf, time::Duration};

use bookplate_domain::store::Source;

/// Which database, and how patiently it is asked.
#[derive(Clone)]
pub struct DatabaseOptions {
    /// `sqlite://FILE`, `sqlite::memory:` or `postgres://USER:PASSWORD@HOST/NAME`.
    pub url: String,
    /// How many connections at most; on SQLite one of them writes and the others read.
    pub max_connections: u32,
    /// How long to wait for a free connection.
    pub acquire_timeout: Duration,
    /// How long one statement may take on PostgreSQL. A transaction in which nothing happens for
    /// twice as long is ended.
    pub statement_timeout: Duration,
    /// Whether a pooler stands before PostgreSQL that gives each transaction another of its
    /// connections. Nothing is left on a connection then, neither a prepared statement nor a setting,
    /// and other nodes are not heard.
    pub transaction_pooler: bool,
}

impl DatabaseOptions {
    /// How many connections to PostgreSQL a node holds at most: those of its pool, the one on which it
    /// [watches](crate::SeaOrmStore::watch) the server, and without a pooler in between the one on which
    /// it [listens](crate::SeaOrmStore::listen).
    pub fn connections(&self) -> u32 {
        let beside = if self.transaction_pooler { 1 } else { 2 };
        self.max_connections.max(1).saturating_add(beside)
    }
}

/// Leaves the URL out, because it may hold a password.
impl fmt::Debug for DatabaseOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseOptions")
            .field("max_connections", &self.max_connections)
            .field("acquire_timeout", &self.acquire_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .field("transaction_pooler", &self.transaction_pooler)
            .finish_non_exhaustive()
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL does not say where the database is.
    #[error("the database's URL is neither sqlite: nor postgres:, or malformed")]
    Url,
    /// The folder of an SQLite file is missing and cannot be made.
    #[error("cannot make the folder {}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// The database cannot be reached now; it may be later.
    #[error("the database cannot be reached")]
    Unavailable(#[source] Source),
    /// The database refuses, or cannot be used: a wrong password, a file that is none.
    #[error("the database cannot be used")]
    Refused(#[source] Source),
}
