use std::{sync::Arc, time::Duration};

use bookplate_crypto::{Ed25519KeyRing, HmacOpaqueTokens, Secrets, Sha256Challenges, SystemRandom};
use bookplate_domain::{
    AuditPolicy, Bookplate, EmailVerification, KeyPolicy, MailPolicy, Policy, Ports,
    ProviderPolicy, RegistrationPolicy, SessionPolicy, VisitorPolicy,
    sessions::{LiveSessions, Refresh, Tokens},
    shared::Client,
    users::{OpaqueTokens, PasswordPolicy, TokenPurpose},
};
use bookplate_memory::MemoryStore;
use bookplate_testkit::{ManualClock, a_session, a_user, doubles};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Somebody who is signed in, and the service that knows it. The clock stands still.
pub(crate) struct SignedIn {
    pub(crate) bookplate: Bookplate,
    pub(crate) tokens: Tokens,
}

impl SignedIn {
    /// On a service that remembers sessions for so long.
    pub(crate) async fn new(check_cache: Duration) -> Self {
        let (user, opaque_tokens) = (a_user(), HmacOpaqueTokens::new(&secrets()));
        let session = a_session(user.id);
        let purpose = TokenPurpose::Refresh;
        let token = opaque_tokens.issue(purpose, session.id.as_uuid(), session.generation);

        let ports = ports(check_cache, opaque_tokens);
        let mut tx = ports.store.begin().await.expect("a transaction");
        tx.users().insert(&user).await.expect("a new user");
        tx.sessions().insert(&session, user.epoch).await.expect("a new session");
        tx.commit().await.expect("both are kept");

        let bookplate = Bookplate::new(ports, policy(check_cache));
        bookplate.sessions.load_signing_keys().await.expect("a key");
        let refresh = Refresh { token, client: Client::default() };
        let tokens = bookplate.sessions.refresh(refresh).await.expect("a live session").tokens;
        Self { bookplate, tokens }
    }
}

/// It guards nothing.
pub(crate) fn secrets() -> Secrets {
    Secrets::new(&["kq7Zr1mX4vTn9bYc2sWd5fGh8jLp0aQe".into()]).expect("a strong secret")
}

/// Without a key.
pub(crate) fn key_ring() -> Ed25519KeyRing {
    Ed25519KeyRing::new(&secrets(), "https://id.example".to_owned(), "app".to_owned())
}

/// The real ones, as far as a request with an access token meets them.
fn ports(check_cache: Duration, opaque_tokens: HmacOpaqueTokens) -> Ports {
    let key_ring = Arc::new(key_ring());
    let live_sessions = Arc::new(LiveSessions::new(check_cache));
    Ports {
        store: Arc::new(MemoryStore::new().told_to(live_sessions.clone())),
        clock: Arc::new(ManualClock::default()),
        random: Arc::new(SystemRandom),
        hasher: Arc::new(doubles::PlainHasher::default()),
        access_tokens: key_ring.clone(),
        key_ring,
        live_sessions,
        opaque_tokens: Arc::new(opaque_tokens),
        code_challenges: Arc::new(Sha256Challenges),
        providers: Arc::default(),
        limits: Arc::new(doubles::PlainLimiter::default()),
        password_throttle: Arc::new(doubles::PlainThrottle::default()),
        mailer: Arc::new(doubles::RecordingMailer::default()),
    }
}

fn policy(check_cache: Duration) -> Policy {
    Policy {
        registration: RegistrationPolicy {
            open: true,
            verification: EmailVerification::Required,
            token_lifetime: DAY,
            resend_after: Duration::from_secs(60),
        },
        passwords: PasswordPolicy { min_length: 8, min_score: 3 },
        sessions: SessionPolicy {
            idle: 30 * DAY,
            absolute: 90 * DAY,
            reuse_window: Duration::from_secs(10),
            access_token: Duration::from_secs(15 * 60),
            max_per_user: 20,
            check_cache,
            retention: 30 * DAY,
        },
        providers: ProviderPolicy::default(),
        keys: KeyPolicy { rotate_after: 90 * DAY },
        visitors: VisitorPolicy { enabled: true, idle: 30 * DAY, messages_per_day: 20 },
        mail: MailPolicy { attempts: 10, retention: 30 * DAY },
        audit: AuditPolicy { retention: 365 * DAY },
    }
}
