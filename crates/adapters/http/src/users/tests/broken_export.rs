//! An export that breaks off, on a store that loses its events on the way.

use std::sync::Arc;

use actix_web::http::Method;
use async_trait::async_trait;
use bookplate_domain::{
    audit::{AuditTrail, Event, EventFilter},
    chats::{ChatRepository, MessageRepository, ReportRepository, VisitorQuestionLog},
    identities::{AuthorizationRepository, IdentityRepository},
    mail::Outbox,
    sessions::{RevocationFeed, SessionRepository, SigningKeyRepository},
    shared::{Cursor, Limit, Page, Timestamp, UserId},
    store::{Repositories, Store, StoreError, Transaction},
    users::{
        EmailChangeRepository, OneTimeTokenRepository, PreferencesRepository,
        RegistrationRepository, UserRepository,
    },
};
use bookplate_memory::MemoryStore;
use bookplate_testkit::doubles::PlainLimiter;

use super::export::EXPORT;
use crate::testing::{World, request, signed};

/// Reads everything but the events, which come last.
struct NoEvents(MemoryStore);

struct ReadsNoEvents(Box<dyn Repositories>, Broken);

struct Broken;

fn broken<T>() -> Result<T, StoreError> {
    Err(StoreError::Backend("broken".into()))
}

#[async_trait]
impl AuditTrail for Broken {
    async fn record(&mut self, _: &Event) -> Result<(), StoreError> {
        broken()
    }

    async fn record_all(&mut self, _: &[Event]) -> Result<(), StoreError> {
        broken()
    }

    async fn list(
        &mut self,
        _: &EventFilter,
        _: Option<&Cursor<Event>>,
        _: Limit,
    ) -> Result<Page<Event>, StoreError> {
        broken()
    }

    async fn pseudonymise(&mut self, _: UserId) -> Result<(), StoreError> {
        broken()
    }

    async fn purge(&mut self, _: Timestamp, _: u32) -> Result<u64, StoreError> {
        broken()
    }
}

impl Repositories for ReadsNoEvents {
    fn users(&mut self) -> &mut dyn UserRepository {
        self.0.users()
    }

    fn preferences(&mut self) -> &mut dyn PreferencesRepository {
        self.0.preferences()
    }

    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self.0.registrations()
    }

    fn one_time_tokens(&mut self) -> &mut dyn OneTimeTokenRepository {
        self.0.one_time_tokens()
    }

    fn identities(&mut self) -> &mut dyn IdentityRepository {
        self.0.identities()
    }

    fn authorizations(&mut self) -> &mut dyn AuthorizationRepository {
        self.0.authorizations()
    }

    fn email_changes(&mut self) -> &mut dyn EmailChangeRepository {
        self.0.email_changes()
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self.0.sessions()
    }

    fn signing_keys(&mut self) -> &mut dyn SigningKeyRepository {
        self.0.signing_keys()
    }

    fn revocations(&mut self) -> &mut dyn RevocationFeed {
        self.0.revocations()
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self.0.outbox()
    }

    fn chats(&mut self) -> &mut dyn ChatRepository {
        self.0.chats()
    }

    fn messages(&mut self) -> &mut dyn MessageRepository {
        self.0.messages()
    }

    fn visitor_questions(&mut self) -> &mut dyn VisitorQuestionLog {
        self.0.visitor_questions()
    }

    fn reports(&mut self) -> &mut dyn ReportRepository {
        self.0.reports()
    }

    fn audit(&mut self) -> &mut dyn AuditTrail {
        &mut self.1
    }
}

#[async_trait]
impl Store for NoEvents {
    fn read(&self) -> Box<dyn Repositories> {
        Box::new(ReadsNoEvents(self.0.read(), Broken))
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        self.0.begin().await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.0.ping().await
    }

    async fn require_migrated(&self) -> Result<(), StoreError> {
        self.0.require_migrated().await
    }
}

#[actix_web::test]
async fn one_that_fails_on_the_way_ends_abruptly() {
    let world = World::with(PlainLimiter::default(), |ports| {
        ports.store = Arc::new(NoEvents(MemoryStore::new()));
    })
    .await;
    let ada = world.signed_in().await;
    let broken = world.try_send(signed(request(Method::GET, EXPORT), &ada)).await;
    assert!(broken.is_err(), "{broken:?}");
}
