//! The rules of Bookplate: accounts, sessions and the mail they owe, without any I/O.
//!
//! [`Bookplate`] has one receiver for each context: [`Users`](users::Users),
//! [`Sessions`](sessions::Sessions), [`Identities`](identities::Identities), [`Roles`](roles::Roles), [`Chats`](chats::Chats), the
//! [`Audit`](audit::Audit) and the [`Mailroom`](mail::Mailroom). Each use case is a method of its
//! receiver and lives in a file of the same name; its input is a command struct whose fields were
//! parsed before, so that a use case never meets an address, a name or a password in the wrong form.
//!
//! What the rules need from outside stands in [`Ports`]: collections that persist what the domain
//! made ([`store::Store`]), actions ([`users::PasswordHasher`], [`sessions::AccessTokens`], …) and
//! facts ([`shared::Clock`], [`shared::Random`]). The documentation of a port says what an
//! implementer MUST do; the crate `bookplate-testkit` has a case for each MUST.

pub mod audit;
pub mod chats;
pub mod identities;
pub mod limits;
pub mod mail;
mod policy;
mod ports;
mod readiness;
pub mod roles;
pub mod sessions;
pub mod shared;
pub mod store;
pub mod users;

use std::sync::Arc;

pub use policy::{
    AuditPolicy, EmailVerification, KeyPolicy, Lifetimes, MailPolicy, Policy, ProviderPolicy,
    RegistrationPolicy, SessionPolicy, VisitorPolicy,
};
pub use ports::Ports;
pub use readiness::{Condition, Readiness};
/// Secrets in commands and ports are of this crate's types.
pub use secrecy;

/// The whole application: one receiver for each context.
#[derive(Clone)]
pub struct Bookplate {
    /// Accounts.
    pub users: users::Users,
    /// Sessions and their tokens.
    pub sessions: sessions::Sessions,
    /// The ways to sign in through a provider.
    pub identities: identities::Identities,
    /// The accounts of others.
    pub roles: roles::Roles,
    /// Chats.
    pub chats: chats::Chats,
    /// What happened.
    pub audit: audit::Audit,
    /// The mail that is owed.
    pub mail: mail::Mailroom,
    ports: Arc<Ports>,
}

impl Bookplate {
    /// Puts the rules onto their ports.
    pub fn new(ports: Ports, policy: Policy) -> Self {
        let (ports, policy) = (Arc::new(ports), Arc::new(policy));
        Self {
            users: users::Users { ports: ports.clone(), policy: policy.clone() },
            sessions: sessions::Sessions { ports: ports.clone(), policy: policy.clone() },
            identities: identities::Identities { ports: ports.clone(), policy: policy.clone() },
            roles: roles::Roles { ports: ports.clone(), policy: policy.clone() },
            chats: chats::Chats { ports: ports.clone(), policy: policy.clone() },
            audit: audit::Audit { ports: ports.clone(), policy: policy.clone() },
            mail: mail::Mailroom { ports: ports.clone(), policy },
            ports,
        }
    }

    /// The choices of whoever runs the service.
    pub fn policy(&self) -> &Policy {
        &self.users.policy
    }

    /// The moment as the rules see it: what is shown of something that ends by itself depends on it.
    pub fn now(&self) -> shared::Timestamp {
        self.ports.clock.now()
    }

    /// Names a request that has just arrived.
    pub fn new_request_id(&self) -> shared::RequestId {
        shared::RequestId::mint(self.ports.clock.now(), self.ports.random.as_ref())
    }
}
