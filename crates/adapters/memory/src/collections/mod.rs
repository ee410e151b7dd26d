//! The collections, each over whatever state is seen.

mod audit;
mod authorizations;
mod chat_list;
mod chats;
mod email_changes;
mod identities;
mod message_list;
mod messages;
mod one_time_tokens;
mod outbox;
mod pages;
mod preferences;
mod purge;
mod registrations;
mod reports;
mod revocations;
mod sessions;
mod signing_keys;
mod users;
mod users_list;
mod visitor_questions;

use bookplate_domain::{
    audit::AuditTrail,
    chats::{ChatRepository, MessageRepository, ReportRepository, VisitorQuestionLog},
    identities::{AuthorizationRepository, IdentityRepository},
    mail::Outbox,
    sessions::{RevocationFeed, SessionRepository, SigningKeyRepository},
    store::Repositories,
    users::{
        EmailChangeRepository, OneTimeTokenRepository, PreferencesRepository,
        RegistrationRepository, UserRepository,
    },
};

use crate::view::View;

/// All collections in one: they differ in the trait only.
#[derive(Debug)]
pub(crate) struct Collections<V>(pub V);

impl<V: View> Repositories for Collections<V> {
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
