use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

use crate::{
    patience::{Patience, wait},
    pool::Pool,
    store::StatementObserver,
};

/// A transaction that a failed statement spends: it can only be undone from then on.
///
/// PostgreSQL does so by itself, but then answers a commit as if all were well; SQLite would keep
/// what came before the failure.
pub(crate) struct UnitOfWork {
    /// Dropped before the transaction, so that what is abandoned is known when its connection is given
    /// back.
    end: End,
    transaction: DatabaseTransaction,
    spent: AtomicBool,
}

impl UnitOfWork {
    /// Begins.
    pub(crate) async fn begin(
        pool: &Pool,
        observer: Option<StatementObserver>,
    ) -> Result<Self, DbErr> {
        let transaction = pool.begin().await?;
        let end = End { observer, patience: pool.patience().cloned(), statement: "ROLLBACK" };
        end.observe("BEGIN");
        Ok(Self { end, transaction, spent: AtomicBool::new(false) })
    }

    /// Keeps everything, unless the transaction is spent.
    pub(crate) async fn commit(mut self) -> Result<(), DbErr> {
        self.unspent()?;
        self.end.wait(self.transaction.commit()).await?;
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
        self.noting(self.end.wait(self.unspent()?.execute_raw(statement)).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.noting(self.end.wait(self.unspent()?.execute_unprepared(sql)).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.noting(self.end.wait(self.unspent()?.query_one_raw(statement)).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.noting(self.end.wait(self.unspent()?.query_all_raw(statement)).await)
    }
}

/// Tells the observer how a transaction ended; SeaORM itself shows it neither beginnings nor ends.
struct End {
    observer: Option<StatementObserver>,
    patience: Option<Patience>,
    statement: &'static str,
}

impl End {
    async fn wait<T>(&self, work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        wait(self.patience.as_ref(), work).await
    }

    fn observe(&self, statement: &str) {
        if let Some(observer) = &self.observer {
            observer(statement);
        }
    }
}

impl Drop for End {
    fn drop(&mut self) {
        if self.statement == "ROLLBACK" {
            self.patience.iter().for_each(Patience::note_abandoned);
        }
        self.observe(self.statement);
    }
}
