use std::{fmt, future, io, sync::Arc};

use async_trait::async_trait;
use bookplate_domain::{
    limits::{GrowingDelay, LimitKeyDigest, Quota, Rule},
    sessions::{Rotation, Session, SessionRepository},
    shared::{Clock, SessionId},
    store::{ChangeListener, Repositories, Store, StoreError, Transaction},
    users::User,
};
use sea_orm::{ConnectionTrait, DbBackend};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use crate::{
    ConnectError, DatabaseLimiter, DatabaseOptions, DatabaseThrottle,
    collections::{Aftermath, Collections},
    connect::{self, Pools},
    error::store_error,
    listen,
    open_file::OpenFile,
    outage::Watch,
    pool::Pool,
    schema,
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
    pub(crate) reader: Pool,
    pub(crate) writer: Pool,
    aftermath: Aftermath,
    observer: Option<StatementObserver>,
    options: DatabaseOptions,
    file: Option<OpenFile>,
    is_away: watch::Sender<bool>,
}

impl SeaOrmStore {
    /// Opens the database. Its tables must be there: see [`Schema`](crate::Schema). A database in
    /// memory, which nobody else can reach, gets them here.
    pub async fn connect(options: &DatabaseOptions) -> Result<Self, ConnectError> {
        let Pools { reader, writer } = connect::pools(options).await?;
        Ok(Self {
            reader,
            writer,
            aftermath: Aftermath::default(),
            observer: None,
            options: options.clone(),
            file: connect::open_file(options)?,
            is_away: watch::Sender::new(false),
        })
    }

    /// The same, with an observer of every statement.
    pub async fn connect_observed(
        options: &DatabaseOptions,
        observer: StatementObserver,
    ) -> Result<Self, ConnectError> {
        let mut store = Self::connect(options).await?;
        for pool in [&store.reader, &store.writer] {
            pool.observe(observer.clone());
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
    /// dropped and never by itself: on SQLite and behind a pooler, where nobody can be heard, it does
    /// nothing.
    pub fn listen(&self) -> impl Future<Output = ()> + Send + use<> {
        let (reader, listeners) = (self.reader.current(), self.aftermath.listeners.clone());
        let is_pooled = self.options.transaction_pooler;
        async move {
            if reader.get_database_backend() == DbBackend::Postgres && !is_pooled {
                listen::hear(reader.get_postgres_connection_pool(), &listeners).await;
            }
            future::pending().await
        }
    }

    /// Watches whether PostgreSQL answers, on a connection beside those of the pool, for
    /// [`Store::outage`], and opens new connections when an outage is over; to be spawned once. It ends
    /// when it is dropped and never by itself: on SQLite, whose file is always there, it does nothing.
    pub fn watch(&self) -> impl Future<Output = ()> + Send + use<> {
        let (pool, is_away) = (self.writer.clone(), self.is_away.clone());
        let watch = Watch::new(&self.options);
        async move {
            if let (DbBackend::Postgres, Ok(watch)) = (pool.get_database_backend(), watch) {
                watch.run(&pool, &is_away).await;
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
        self.reader.close().await.map_err(store_error)?;
        self.writer.close().await.map_err(store_error)
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

    /// Without a transaction: what changes the session is one statement, which is kept when it was run.
    async fn rotate_session(
        &self,
        id: SessionId,
        rotation: Rotation,
    ) -> Result<Option<(Session, User)>, StoreError> {
        Collections::new(self.writer.clone(), self.aftermath.clone()).rotate(id, rotation).await
    }

    /// A write that touches no row, which a read-only or locked database refuses; and a look whether an
    /// SQLite file is still where it was opened.
    async fn ping(&self) -> Result<(), StoreError> {
        if let Some(file) = &self.file {
            let gone = |error: io::Error| StoreError::Unavailable(error.into());
            file.require_still_there().map_err(gone)?;
        }
        Sql::new(&self.writer, "UPDATE users SET version = version WHERE id = $1")
            .bind(Uuid::nil())
            .run()
            .await
            .map(drop)
    }

    /// Looks whether the newest migration that this program knows was applied.
    async fn require_migrated(&self) -> Result<(), StoreError> {
        schema::require_newest(&self.reader).await
    }

    /// As [`watch`](Self::watch) has found.
    fn is_away(&self) -> bool {
        *self.is_away.borrow()
    }

    async fn outage(&self) {
        // The sender is this store's own.
        let _ = self.is_away.subscribe().wait_for(|is_away| *is_away).await;
    }
}

impl fmt::Debug for SeaOrmStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeaOrmStore").finish_non_exhaustive()
    }
}
