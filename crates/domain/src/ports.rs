use std::sync::Arc;

use crate::{
    audit::{Event, EventKind},
    identities::{CodeChallenges, Provider},
    limits::{PasswordThrottle, RateLimiter},
    mail::{Mail, Mailer, OutboxMail},
    sessions::{AccessTokens, KeyRing, LiveSessions},
    shared::{Client, Clock, EventId, Locale, MailId, Random, Timestamp},
    store::Store,
    users::{EmailAddress, OpaqueTokens, PasswordHasher},
};

/// What the rules need from outside.
#[derive(Clone)]
pub struct Ports {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub random: Arc<dyn Random>,
    /// Password hashes.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Signed tokens that any back end can verify.
    pub access_tokens: Arc<dyn AccessTokens>,
    /// The keys that sign them.
    pub key_ring: Arc<dyn KeyRing>,
    /// What is remembered of sessions; the store MUST have it for a listener, or be asked each
    /// time ([`LiveSessions::forgetful`]).
    pub live_sessions: Arc<LiveSessions>,
    /// Bearer tokens that only we can read.
    pub opaque_tokens: Arc<dyn OpaqueTokens>,
    /// Binds one-time codes to whoever may use them.
    pub code_challenges: Arc<dyn CodeChallenges>,
    /// Who else may say who somebody is, in the order in which they are offered; each name once.
    pub providers: Arc<[Provider]>,
    /// How often something may be tried.
    pub limits: Arc<dyn RateLimiter>,
    /// How soon another password may be tried.
    pub password_throttle: Arc<dyn PasswordThrottle>,
    /// The way out for mail.
    pub mailer: Arc<dyn Mailer>,
}

impl Ports {
    /// A mail that is due at once.
    pub(crate) fn owe(
        &self,
        to: &EmailAddress,
        locale: &Locale,
        mail: Mail,
        now: Timestamp,
    ) -> OutboxMail {
        let id = MailId::mint(now, self.random.as_ref());
        OutboxMail::new(id, to.clone(), locale.clone(), mail, now)
    }

    /// An entry for the audit trail that concerns nobody yet.
    pub(crate) fn event(&self, kind: EventKind, now: Timestamp, client: &Client) -> Event {
        Event {
            id: EventId::mint(now, self.random.as_ref()),
            at: now,
            kind,
            actor: None,
            target: None,
            session: None,
            client: client.clone(),
            changes: Vec::new(),
        }
    }
}
