use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

use crate::{in_time::in_time, pool::Pool, store::StatementObserver};

/// A transaction that a failed statement spends: it can only be undone from then on.
///
/// PostgreSQL does so by itself, but then answers a commit as if all were well; SQLite would keep
/// what came before the failure.
pub(crate) struct UnitOfWork {
    transaction: DatabaseTransaction,
    patience: Option<Duration>,
    spent: AtomicBool,
    end: End,
}

impl UnitOfWork {
    /// Begins.
    pub(crate) async fn begin(
        pool: &Pool,
        observer: Option<StatementObserver>,
    ) -> Result<Self, DbErr> {
        let transaction = pool.begin().await?;
        let end = End { observer, statement: "ROLLBACK" };
        end.observe("BEGIN");
        Ok(Self { transaction, patience: pool.patience(), spent: AtomicBool::new(false), end })
    }

    /// Keeps everything, unless the transaction is spent.
    pub(crate) async fn commit(mut self) -> Result<(), DbErr> {
        self.unspent()?;
        in_time(self.patience, self.transaction.commit()).await?;
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
        self.noting(in_time(self.patience, self.unspent()?.execute_raw(statement)).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.noting(in_time(self.patience, self.unspent()?.execute_unprepared(sql)).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.noting(in_time(self.patience, self.unspent()?.query_one_raw(statement)).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.noting(in_time(self.patience, self.unspent()?.query_all_raw(statement)).await)
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
