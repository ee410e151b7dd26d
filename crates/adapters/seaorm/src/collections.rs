use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    audit::AuditTrail,
    mail::Outbox,
    sessions::{SessionRepository, SigningKeyRepository},
    store::{Repositories, StoreError, Transaction},
    users::{
        EmailChangeRepository, OneTimeTokenRepository, RegistrationRepository, UserRepository,
    },
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbBackend, Insert, IntoActiveModel};
use tokio::sync::Notify;

use crate::{error::store_error, unit_of_work::UnitOfWork};

/// A pool, or a transaction.
pub(crate) trait Connection: ConnectionTrait + Send + 'static {}
impl<C: ConnectionTrait + Send + 'static> Connection for C {}

/// Every collection, on one connection. `repositories/` implements them, one file each.
pub(crate) struct Collections<C> {
    pub(crate) connection: C,
    bell: Arc<Notify>,
    mail_added: bool,
}

impl<C: Connection> Collections<C> {
    pub(crate) fn new(connection: C, bell: Arc<Notify>) -> Self {
        Self { connection, bell, mail_added: false }
    }

    /// The bell of the outbox will ring once what was written is kept.
    pub(crate) fn note_mail(&mut self) {
        self.mail_added = true;
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.connection.get_database_backend()
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

    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self
    }

    fn one_time_tokens(&mut self) -> &mut dyn OneTimeTokenRepository {
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

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    fn audit(&mut self) -> &mut dyn AuditTrail {
        self
    }
}

#[async_trait]
impl Transaction for Collections<UnitOfWork> {
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.connection.commit().await.map_err(store_error)?;
        if self.mail_added {
            // Kept for the worker if it is busy just now.
            self.bell.notify_one();
        }
        Ok(())
    }
}
