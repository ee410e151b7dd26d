use std::{fmt, future, sync::Arc};

use async_trait::async_trait;
use bookplate_domain::{
    limits::{GrowingDelay, LimitKeyDigest, Quota, Rule},
    shared::Clock,
    store::{ChangeListener, Repositories, Store, StoreError, Transaction},
};
use sea_orm::{DatabaseConnection, DbBackend, metric::Info};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{
    ConnectError, DatabaseLimiter, DatabaseOptions, DatabaseThrottle,
    collections::{Aftermath, Collections},
    connect::{self, Pools},
    error::store_error,
    listen, schema,
    sql::Sql,
    unit_of_work::UnitOfWork,
};

/// Is told the text of each statement after it ran, `BEGIN`, `COMMIT` and `ROLLBACK` included. A
/// hook for measurements: it runs in the request and had better be quick.
pub type StatementObserver = Arc<dyn Fn(&str) + Send + Sync>;

/// The store on SQLite or PostgreSQL.
///
/// Dropping a transaction queues its rollback, which runs before the connection is used again; so
/// a transaction must be dropped within the runtime.
#[derive(Clone)]
pub struct SeaOrmStore {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    aftermath: Aftermath,
    observer: Option<StatementObserver>,
}

impl SeaOrmStore {
    /// Opens the database. Its tables must be there: see [`Schema`](crate::Schema). A database in
    /// memory, which nobody else can reach, gets them here.
    pub async fn connect(options: &DatabaseOptions) -> Result<Self, ConnectError> {
        let Pools { reader, writer } = connect::pools(options).await?;
        Ok(Self { reader, writer, aftermath: Aftermath::default(), observer: None })
    }

    /// The same, with an observer of every statement.
    pub async fn connect_observed(
        options: &DatabaseOptions,
        observer: StatementObserver,
    ) -> Result<Self, ConnectError> {
        let mut store = Self::connect(options).await?;
        for pool in [&mut store.reader, &mut store.writer] {
            let observer = observer.clone();
            pool.set_metric_callback(move |info: &Info<'_>| observer(&info.statement.sql));
        }
        store.observer = Some(observer);
        Ok(store)
    }

    /// Counts tries in the same database, under the rules that have a quota.
    pub fn limiter(
        &self,
        quotas: impl IntoIterator<Item = (Rule, Quota)>,
        keys: Arc<dyn LimitKeyDigest>,
        clock: Arc<dyn Clock>,
    ) -> DatabaseLimiter {
        DatabaseLimiter::new(self.writer.clone(), quotas, keys, clock)
    }

    /// Counts wrong passwords in the same database, and slows down by this delay; without one it
    /// slows down nobody.
    pub fn throttle(
        &self,
        delay: Option<GrowingDelay>,
        keys: Arc<dyn LimitKeyDigest>,
        clock: Arc<dyn Clock>,
    ) -> DatabaseThrottle {
        DatabaseThrottle::new(self.reader.clone(), self.writer.clone(), delay, keys, clock)
    }

    /// The store with one more listener, which is told of every change that this store, or a clone
    /// that is made of it from now on, keeps. See also [`listen`](Self::listen).
    #[must_use]
    pub fn told_to(mut self, listener: Arc<dyn ChangeListener>) -> Self {
        self.aftermath.listeners.add(listener);
        self
    }

    /// Tells the listeners of the changes that other nodes make to the same PostgreSQL, too, on a
    /// connection beside those of the pool; to be spawned once. It opens a lost connection again
    /// by itself, and whenever it has opened one, anything may have changed. It ends when it is
    /// dropped and never by itself: on SQLite, where nobody can be heard, it does nothing.
    pub fn listen(&self) -> impl Future<Output = ()> + Send + use<> {
        let (reader, listeners) = (self.reader.clone(), self.aftermath.listeners.clone());
        async move {
            if reader.get_database_backend() == DbBackend::Postgres {
                listen::hear(reader.get_postgres_connection_pool(), &listeners).await;
            }
            future::pending().await
        }
    }

    /// Rings after a commit that made a mail owed; kept for a listener that comes late.
    pub fn outbox_bell(&self) -> Arc<Notify> {
        self.aftermath.bell.clone()
    }

    /// Closes every connection once it is free; whoever comes later is refused.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.reader.close_by_ref().await.map_err(store_error)?;
        self.writer.close_by_ref().await.map_err(store_error)
    }
}

#[async_trait]
impl Store for SeaOrmStore {
    fn read(&self) -> Box<dyn Repositories> {
        Box::new(Collections::new(self.reader.clone(), self.aftermath.clone()))
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        let unit = UnitOfWork::begin(&self.writer, self.observer.clone()).await;
        let unit = unit.map_err(store_error)?;
        Ok(Box::new(Collections::new(unit, self.aftermath.clone())))
    }

    /// A write that touches no row, which a read-only or locked database refuses; and a look
    /// whether the newest migration this program knows was applied.
    async fn ping(&self) -> Result<(), StoreError> {
        Sql::new(&self.writer, "UPDATE users SET version = version WHERE id = $1")
            .bind(Uuid::nil())
            .run()
            .await?;
        schema::require_newest(&self.reader).await
    }
}

impl fmt::Debug for SeaOrmStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeaOrmStore").finish_non_exhaustive()
    }
}
