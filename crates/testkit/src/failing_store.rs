use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use bookplate_domain::{
    audit::AuditTrail,
    chats::{ChatRepository, MessageRepository, ReportRepository, VisitorQuestionLog},
    identities::{AuthorizationRepository, IdentityRepository},
    mail::Outbox,
    sessions::{RevocationFeed, Rotation, Session, SessionRepository, SigningKeyRepository},
    shared::SessionId,
    store::{Repositories, Store, StoreError, Transaction},
    users::{
        EmailChangeRepository, OneTimeTokenRepository, PreferencesRepository,
        RegistrationRepository, User, UserRepository,
    },
};

/// A store whose transactions are dropped instead of committed whenever it is told so: what was
/// written in them must be as if it had never been.
pub struct FailingStore {
    store: Arc<dyn Store>,
    fails: Arc<AtomicBool>,
}

impl FailingStore {
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store, fails: Arc::default() }
    }

    pub fn fail(&self, fails: bool) {
        self.fails.store(fails, Ordering::SeqCst);
    }
}

struct FailingTransaction {
    transaction: Box<dyn Transaction>,
    fails: Arc<AtomicBool>,
}

#[async_trait]
impl Store for FailingStore {
    fn read(&self) -> Box<dyn Repositories> {
        self.store.read()
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        let transaction = self.store.begin().await?;
        Ok(Box::new(FailingTransaction { transaction, fails: self.fails.clone() }))
    }

    async fn rotate_session(
        &self,
        id: SessionId,
        rotation: Rotation,
    ) -> Result<Option<(Session, User)>, StoreError> {
        if self.fails.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable("it is to fail".into()));
        }
        self.store.rotate_session(id, rotation).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.store.ping().await
    }

    async fn require_migrated(&self) -> Result<(), StoreError> {
        self.store.require_migrated().await
    }

    fn is_away(&self) -> bool {
        self.store.is_away()
    }

    async fn outage(&self) {
        self.store.outage().await;
    }
}

#[async_trait]
impl Transaction for FailingTransaction {
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        if self.fails.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable("it is to fail".into()));
        }
        self.transaction.commit().await
    }
}

impl Repositories for FailingTransaction {
    fn users(&mut self) -> &mut dyn UserRepository {
        self.transaction.users()
    }

    fn preferences(&mut self) -> &mut dyn PreferencesRepository {
        self.transaction.preferences()
    }

    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self.transaction.registrations()
    }

    fn one_time_tokens(&mut self) -> &mut dyn OneTimeTokenRepository {
        self.transaction.one_time_tokens()
    }

    fn identities(&mut self) -> &mut dyn IdentityRepository {
        self.transaction.identities()
    }

    fn authorizations(&mut self) -> &mut dyn AuthorizationRepository {
        self.transaction.authorizations()
    }

    fn email_changes(&mut self) -> &mut dyn EmailChangeRepository {
        self.transaction.email_changes()
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self.transaction.sessions()
    }

    fn signing_keys(&mut self) -> &mut dyn SigningKeyRepository {
        self.transaction.signing_keys()
    }

    fn revocations(&mut self) -> &mut dyn RevocationFeed {
        self.transaction.revocations()
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self.transaction.outbox()
    }

    fn chats(&mut self) -> &mut dyn ChatRepository {
        self.transaction.chats()
    }

    fn messages(&mut self) -> &mut dyn MessageRepository {
        self.transaction.messages()
    }

    fn visitor_questions(&mut self) -> &mut dyn VisitorQuestionLog {
        self.transaction.visitor_questions()
    }

    fn reports(&mut self) -> &mut dyn ReportRepository {
        self.transaction.reports()
    }

    fn audit(&mut self) -> &mut dyn AuditTrail {
        self.transaction.audit()
    }
}
