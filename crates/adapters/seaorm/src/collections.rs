use std::{collections::BTreeSet, sync::Arc};

use async_trait::async_trait;
use bookplate_domain::{
    audit::AuditTrail,
    chats::{ChatRepository, MessageRepository, ReportRepository, VisitorQuestionLog},
    identities::{AuthorizationRepository, IdentityRepository},
    mail::Outbox,
    sessions::{RevocationFeed, SessionRepository, SigningKeyRepository},
    store::{Repositories, StoreError, Transaction},
    users::{
        EmailChangeRepository, OneTimeTokenRepository, PreferencesRepository,
        RegistrationRepository, UserRepository,
    },
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbBackend, Insert, IntoActiveModel};
use tokio::sync::Notify;

use crate::{
    change::{self, Change, Listeners, ToldWhenDropped},
    error::store_error,
    unit_of_work::UnitOfWork,
};

/// How many rows one statement adds. A row has up to 18 columns, and a statement on SQLite at most
/// 32 766 values.
pub(crate) const AT_ONCE: usize = 1000;

/// A pool, or a transaction.
pub(crate) trait Connection: ConnectionTrait + Send + 'static {}
impl<C: ConnectionTrait + Send + 'static> Connection for C {}

/// Every collection, on one connection. `repositories/` implements them, one file each.
pub(crate) struct Collections<C> {
    pub(crate) connection: C,
    aftermath: Aftermath,
    mail_added: bool,
    changes: BTreeSet<Change>,
}

/// Who is to be told of what was kept.
#[derive(Clone, Default)]
pub(crate) struct Aftermath {
    /// Rings for a mail that is owed.
    pub(crate) bell: Arc<Notify>,
    /// Hear of changes.
    pub(crate) listeners: Listeners,
}

impl<C: Connection> Collections<C> {
    pub(crate) fn new(connection: C, aftermath: Aftermath) -> Self {
        Self { connection, aftermath, mail_added: false, changes: BTreeSet::new() }
    }

    /// The bell of the outbox will ring once what was written is kept.
    pub(crate) fn note_mail(&mut self) {
        self.mail_added = true;
    }

    /// The listeners will be told once what was written is kept.
    pub(crate) fn note(&mut self, change: Change) {
        self.changes.insert(change);
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    /// Adds any number of rows, some at once.
    pub(crate) async fn add_all<M, A>(&self, rows: Vec<M>) -> Result<(), StoreError>
    where
        M: IntoActiveModel<A>,
        A: ActiveModelTrait,
    {
        let mut rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
        loop {
            let some: Vec<A> = rows.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                return Ok(());
            }
            Insert::many(some)
                .exec_without_returning(&self.connection)
                .await
                .map_err(store_error)?;
        }
    }

    /// Adds one row.
    pub(crate) async fn add<M, A>(&self, row: M) -> Result<(), StoreError>
    where
        M: IntoActiveModel<A>,
        A: ActiveModelTrait,
    {
        Insert::one(row.into_active_model().reset_all())
            .exec_without_returning(&self.connection)
            .await
            .map(drop)
            .map_err(store_error)
    }
}

impl<C: Connection> Repositories for Collections<C> {
    fn users(&mut self) -> &mut dyn UserRepository {
        self
    }

    fn preferences(&mut self) -> &mut dyn PreferencesRepository {
        self
    }

    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self
    }

    fn one_time_tokens(&mut self) -> &mut dyn OneTimeTokenRepository {
        self
    }

    fn identities(&mut self) -> &mut dyn IdentityRepository {
        self
    }

    fn authorizations(&mut self) -> &mut dyn AuthorizationRepository {
        self
    }

    fn email_changes(&mut self) -> &mut dyn EmailChangeRepository {
        self
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self
    }

    fn signing_keys(&mut self) -> &mut dyn SigningKeyRepository {
        self
    }

    fn revocations(&mut self) -> &mut dyn RevocationFeed {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    fn chats(&mut self) -> &mut dyn ChatRepository {
        self
    }

    fn messages(&mut self) -> &mut dyn MessageRepository {
        self
    }

    fn visitor_questions(&mut self) -> &mut dyn VisitorQuestionLog {
        self
    }

    fn reports(&mut self) -> &mut dyn ReportRepository {
        self
    }

    fn audit(&mut self) -> &mut dyn AuditTrail {
        self
    }
}

#[async_trait]
impl Transaction for Collections<UnitOfWork> {
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let Self { connection, aftermath: Aftermath { bell, listeners }, mail_added, changes } =
            *self;
        change::notify(&connection, &changes).await?;
        connection.require_unspent().map_err(store_error)?;
        let told = ToldWhenDropped { listeners, changes };
        connection.commit().await.map_err(store_error)?;
        drop(told);
        if mail_added {
            // Kept for the worker if it is busy just now.
            bell.notify_one();
        }
        Ok(())
    }
}
