use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use sea_orm::{
    ConnAcquireErr, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, ExecResult, QueryResult, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, metric::Info,
};

use crate::{
    ConnectError, connect,
    in_time::is_late,
    patience::{Patience, wait},
    store::StatementObserver,
};

/// The connections that a store works with. Each statement is given up in time, whether the server
/// answers or not.
#[derive(Clone)]
pub(crate) struct Pool {
    shared: Arc<Shared>,
}

struct Shared {
    current: RwLock<DatabaseConnection>,
    observer: RwLock<Option<StatementObserver>>,
    server: Option<Server>,
}

/// What has to be known of a server, which may be gone or hang.
pub(crate) struct Server {
    /// How further connections are opened.
    pub(crate) connections: ConnectOptions,
    /// How long anything may take on a connection that was had. The server's own time-outs are
    /// shorter: whatever takes longer was lost.
    pub(crate) patience: Patience,
    /// What begins each transaction, for [poolers](crate::DatabaseOptions::transaction_pooler).
    pub(crate) preamble: Option<String>,
}

impl Pool {
    /// Connections that are never exchanged, to a database in this process.
    pub(crate) fn in_process(connection: DatabaseConnection) -> Self {
        Self::new(connection, None)
    }

    /// Connections to a server.
    pub(crate) async fn connect(server: Server) -> Result<Self, ConnectError> {
        let connection = connect::open(server.connections.clone()).await?;
        Ok(Self::new(connection, Some(server)))
    }

    fn new(connection: DatabaseConnection, server: Option<Server>) -> Self {
        let (current, observer) = (RwLock::new(connection), RwLock::new(None));
        Self { shared: Arc::new(Shared { current, observer, server }) }
    }

    /// Whether both are the same connections.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// The connections of now. Whoever keeps them misses an exchange.
    pub(crate) fn current(&self) -> DatabaseConnection {
        self.shared.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Has every statement observed from now on.
    pub(crate) fn observe(&self, observer: StatementObserver) {
        let mut current = self.shared.current.write().unwrap_or_else(PoisonError::into_inner);
        set_observer(&mut current, &observer);
        drop(current);
        let mut kept = self.shared.observer.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(observer);
    }

    /// Opens new connections in place of the old, which are closed as they come free. After an outage
    /// any of the old may be one that will never answer, and no test of them has an end of its own.
    pub(crate) async fn exchange(&self) -> Result<(), DbErr> {
        let Some(server) = &self.shared.server else { return Ok(()) };
        let mut connections = server.connections.clone();
        connections.connect_lazy(true);
        let mut fresh = sea_orm::Database::connect(connections).await?;
        let observer = self.shared.observer.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(observer) = &observer {
            set_observer(&mut fresh, observer);
        }
        let mut current = self.shared.current.write().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *current, fresh);
        drop(current);
        // It waits for those that are in use, which may be for ever.
        tokio::spawn(old.close());
        Ok(())
    }

    /// Closes every connection once it is free; whoever comes later is refused.
    pub(crate) async fn close(&self) -> Result<(), DbErr> {
        self.current().close().await
    }

    /// Begins a transaction. SQLite takes its write lock at once: a transaction that reads first and
    /// writes later would fail if another wrote in between.
    ///
    /// To its end, also when nobody waits for it any more, as when a client goes away: the driver takes
    /// a `BEGIN` whose answer it has not seen for none, and would hand the connection on in the middle
    /// of a transaction, where nothing that the next one writes is kept.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let pool = self.clone();
        let begun = tokio::spawn(async move { pool.begin_to_the_end().await });
        begun.await.map_err(|error| DbErr::Custom(error.to_string()))?
    }

    async fn begin_to_the_end(&self) -> Result<DatabaseTransaction, DbErr> {
        let begin = || TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let Some(server) = &self.shared.server else {
            return self.current().begin_with_options(begin()).await;
        };
        let mut begun = self.in_time(self.current().begin_with_options(begin())).await;
        if begun.as_ref().is_err_and(was_exchanged) {
            begun = self.in_time(self.current().begin_with_options(begin())).await;
        }
        if begun.as_ref().is_err_and(is_late) {
            // It may still be answered, and must not be handed on then.
            self.exchange().await?;
        }
        let transaction = begun?;
        if let Some(preamble) = &server.preamble {
            self.in_time(transaction.execute_unprepared(preamble)).await?;
        }
        Ok(transaction)
    }

    /// How long an answer is waited for; `None`: as long as it takes.
    pub(crate) fn patience(&self) -> Option<&Patience> {
        self.shared.server.as_ref().map(|server| &server.patience)
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        wait(self.patience(), work).await
    }
}

/// Runs one statement: behind a pooler in a transaction, since only there its parts meet one and the
/// same connection of the server.
macro_rules! alone {
    ($pool:ident.$run:ident($statement:expr)) => {
        match &$pool.shared.server {
            None => $pool.current().$run($statement).await,
            Some(Server { preamble: Some(_), .. }) => {
                let transaction = $pool.begin().await?;
                let answer = $pool.in_time(transaction.$run($statement)).await?;
                $pool.in_time(transaction.commit()).await?;
                Ok(answer)
            }
            Some(_) => match $pool.in_time($pool.current().$run($statement.clone())).await {
                Err(error) if was_exchanged(&error) => {
                    $pool.in_time($pool.current().$run($statement)).await
                }
                answer => answer,
            },
        }
    };
}

#[async_trait]
impl ConnectionTrait for Pool {
    fn get_database_backend(&self) -> DbBackend {
        match self.shared.server {
            Some(_) => DbBackend::Postgres,
            None => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        alone!(self.execute_raw(statement))
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        alone!(self.execute_unprepared(sql))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        alone!(self.query_one_raw(statement))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        alone!(self.query_all_raw(statement))
    }
}

/// Whether somebody waited for one of the old connections when they were exchanged.
fn was_exchanged(error: &DbErr) -> bool {
    matches!(error, DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))
}

fn set_observer(connection: &mut DatabaseConnection, observer: &StatementObserver) {
    let observer = observer.clone();
    connection.set_metric_callback(move |info: &Info<'_>| observer(&info.statement.sql));
}
