//! The service on a store, with nothing else about it that is real.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bookplate_domain::{
    AuditPolicy, EmailVerification, KeyPolicy, MailPolicy, Policy, Ports, ProviderPolicy,
    RegistrationPolicy, SessionPolicy, VisitorPolicy, mail::Mailer, sessions::LiveSessions,
    shared::Clock, store::Store, users::PasswordPolicy,
};

use crate::{
    SeededRandom,
    doubles::{
        PlainAccessTokens, PlainCodeChallenges, PlainHasher, PlainLimiter, PlainOpaqueTokens,
        PlainThrottle,
    },
};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Small numbers, so that short sequences reach every edge.
pub(crate) fn policy() -> Policy {
    Policy {
        registration: RegistrationPolicy {
            open: true,
            verification: EmailVerification::Required,
            token_lifetime: DAY,
            resend_after: Duration::from_secs(60),
        },
        passwords: PasswordPolicy { min_length: 8, min_score: 0 },
        sessions: SessionPolicy {
            idle: 7 * DAY,
            absolute: 10 * DAY,
            reuse_window: Duration::from_secs(10),
            access_token: Duration::from_secs(900),
            max_per_user: 3,
            check_cache: Duration::from_secs(5),
            retention: 30 * DAY,
        },
        providers: ProviderPolicy::default(),
        keys: KeyPolicy { rotate_after: 90 * DAY },
        visitors: VisitorPolicy { enabled: true, idle: 30 * DAY, messages_per_day: 20 },
        mail: MailPolicy { attempts: 10, retention: 30 * DAY },
        audit: AuditPolicy { retention: 365 * DAY },
    }
}

/// Everything that the service needs, a node's memory of sessions left to be set.
pub(crate) fn ports(
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    mailer: Arc<dyn Mailer>,
) -> Ports {
    // The ids of two sequences on one database must differ.
    static SEED: AtomicU64 = AtomicU64::new(1);
    let tokens = Arc::new(PlainAccessTokens::default());
    Ports {
        store,
        clock,
        random: Arc::new(SeededRandom::new(SEED.fetch_add(1, Ordering::SeqCst) << 32)),
        hasher: Arc::new(PlainHasher::default()),
        access_tokens: tokens.clone(),
        key_ring: tokens,
        live_sessions: Arc::new(LiveSessions::forgetful()),
        opaque_tokens: Arc::new(PlainOpaqueTokens),
        code_challenges: Arc::new(PlainCodeChallenges),
        providers: Arc::default(),
        limits: Arc::new(PlainLimiter::default()),
        password_throttle: Arc::new(PlainThrottle::default()),
        mailer,
    }
}
