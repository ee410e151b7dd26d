use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use crate::store::StatementObserver;

/// A transaction that a failed statement spends: it can only be undone from then on.
///
/// PostgreSQL does so by itself, but then answers a commit as if all were well; SQLite would keep
/// what came before the failure.
pub(crate) struct UnitOfWork {
    transaction: DatabaseTransaction,
    spent: AtomicBool,
    end: End,
}

impl UnitOfWork {
    /// Begins. SQLite takes its write lock at once: a transaction that reads first and writes
    /// later would fail if another wrote in between.
    pub(crate) async fn begin(
        connection: &DatabaseConnection,
        observer: Option<StatementObserver>,
    ) -> Result<Self, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        // To its end, also when nobody waits for it any more, as when a client goes away: the driver
        // takes a `BEGIN` whose answer it has not seen for none, and would hand the connection on
        // in the middle of a transaction, where nothing that the next one writes is kept.
        let connection = connection.clone();
        let begun = tokio::spawn(async move { connection.begin_with_options(options).await });
        let transaction = begun.await.map_err(|error| DbErr::Custom(error.to_string()))??;
        let end = End { observer, statement: "ROLLBACK" };
        end.observe("BEGIN");
        Ok(Self { transaction, spent: AtomicBool::new(false), end })
    }

    /// Keeps everything, unless the transaction is spent.
    pub(crate) async fn commit(mut self) -> Result<(), DbErr> {
        self.unspent()?;
        self.transaction.commit().await?;
        self.end.statement = "COMMIT";
        Ok(())
    }

    /// Fails if the transaction cannot be kept any more.
    pub(crate) fn require_unspent(&self) -> Result<(), DbErr> {
        self.unspent().map(drop)
    }

    fn unspent(&self) -> Result<&DatabaseTransaction, DbErr> {
        if self.spent.load(Ordering::Acquire) {
            return Err(DbErr::Custom("the transaction was spent by an error".to_owned()));
        }
        Ok(&self.transaction)
    }

    /// Remembers a failure.
    fn noting<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if result.is_err() {
            self.spent.store(true, Ordering::Release);
        }
        result
    }
}

#[async_trait]
impl ConnectionTrait for UnitOfWork {
    fn get_database_backend(&self) -> DbBackend {
        self.transaction.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.noting(self.unspent()?.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.noting(self.unspent()?.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.noting(self.unspent()?.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.noting(self.unspent()?.query_all_raw(statement).await)
    }
}

/// Tells the observer how a transaction ended; SeaORM itself shows it neither beginnings nor ends.
struct End {
    observer: Option<StatementObserver>,
    statement: &'static str,
}

impl End {
    fn observe(&self, statement: &str) {
        if let Some(observer) = &self.observer {
            observer(statement);
        }
    }
}

impl Drop for End {
    fn drop(&mut self) {
        self.observe(self.statement);
    }
}
