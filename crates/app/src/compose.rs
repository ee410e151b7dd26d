//! Chooses the adapters. Every command stands on the same composition.

use std::{num::NonZeroU32, sync::Arc, thread, time::Duration};

use bookplate_crypto::{
    BcryptHasher, Ed25519KeyRing, HmacCursors, HmacLimitKeys, HmacOpaqueTokens, Secrets,
    Sha256Challenges, SystemClock, SystemRandom,
};
use bookplate_domain::{
    AuditPolicy, Bookplate, KeyPolicy, MailPolicy, Policy, Ports, ProviderPolicy,
    RegistrationPolicy, SessionPolicy, VisitorPolicy,
    identities::Provider,
    limits::{GrowingDelay, LimitKeyDigest, Quota, RateLimiter, Rule},
    sessions::LiveSessions,
    shared::Clock,
    users::PasswordPolicy,
};
use bookplate_email::Mailbox;
use bookplate_limits::{GovernorLimiter, TwoLines};
use bookplate_seaorm::{
    ConnectError, DatabaseLimiter, DatabaseOptions, DatabaseThrottle, Schema, SeaOrmStore,
};

use crate::{
    config::{Problem, Settings},
    failure::{Causes, Failure},
    key_tender::KeyBell,
    mail_transports,
    measures::{CountedRefusals, CountedTries},
    providers, secret_file,
    traced_mailer::TracedMailer,
};

/// A mailed verification link works this long.
const VERIFICATION_LIFETIME: Duration = Duration::from_secs(24 * 3600);
/// A front end offers to send the mail again after this long.
const RESEND_AFTER: Duration = Duration::from_secs(60);

/// The application and those of its adapters that a command speaks to itself.
pub struct Composition {
    /// The use cases.
    pub bookplate: Bookplate,
    /// Asked for readiness, and for the bell of its outbox.
    pub store: Arc<SeaOrmStore>,
    /// Counts what HTTP limits before any use case.
    pub limits: Arc<dyn RateLimiter>,
    /// Counts in the process.
    pub own_limits: Arc<GovernorLimiter>,
    /// Counts with all other nodes.
    pub shared_limits: DatabaseLimiter,
    /// Counts wrong passwords, with all other nodes.
    pub password_throttle: DatabaseThrottle,
    /// Seals the places in lists that HTTP hands out.
    pub cursors: Arc<HmacCursors>,
    /// Rings when signing keys may have changed.
    pub key_bell: Arc<KeyBell>,
    /// Asked at the start whether they can be used.
    pub providers: Arc<[Provider]>,
    /// Shows the mails that were sent, if they stay here.
    pub mailbox: Option<Arc<Mailbox>>,
}

/// Puts the application together on a database whose schema is up to date.
pub async fn compose(settings: &Settings) -> Result<Composition, Failure> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let way_out = mail_transports::open(settings, clock.clone())?;
    let providers: Arc<[Provider]> = providers::open(settings, &clock)?.into();
    let secrets = secrets(settings)?;
    let database = database_options(settings);
    bring_up_to_date(settings, &database).await?;
    let live_sessions = Arc::new(LiveSessions::new(settings.sessions.check_cache));
    let key_bell = Arc::new(KeyBell::default());
    let store = SeaOrmStore::connect(&database).await.map_err(unusable)?;
    let store = Arc::new(store.told_to(live_sessions.clone()).told_to(key_bell.clone()));

    let key_ring = Arc::new(Ed25519KeyRing::new(
        &secrets,
        settings.issuer().to_owned(),
        settings.tokens.audience.clone(),
    ));
    let own_limits = Arc::new(GovernorLimiter::new(quotas(settings)));
    let shared = quotas(settings).into_iter().filter(|(rule, _)| rule.is_shared());
    let limit_keys: Arc<dyn LimitKeyDigest> = Arc::new(HmacLimitKeys::new(&secrets));
    let shared_limits = store.limiter(shared, limit_keys.clone(), clock.clone());
    let password_throttle = store.throttle(growing_delay(settings), limit_keys, clock.clone());
    let limits = TwoLines::new(own_limits.clone(), Arc::new(shared_limits.clone()));
    let limits: Arc<dyn RateLimiter> = Arc::new(CountedRefusals::of(Arc::new(limits)));
    let ports = Ports {
        store: store.clone(),
        clock,
        random: Arc::new(SystemRandom),
        hasher: Arc::new(hasher(settings)?),
        access_tokens: key_ring.clone(),
        key_ring,
        live_sessions,
        opaque_tokens: Arc::new(HmacOpaqueTokens::new(&secrets)),
        code_challenges: Arc::new(Sha256Challenges),
        providers: providers.clone(),
        limits: limits.clone(),
        password_throttle: Arc::new(CountedTries::of(Arc::new(password_throttle.clone()))),
        mailer: Arc::new(TracedMailer(way_out.mailer)),
    };
    Ok(Composition {
        bookplate: Bookplate::new(ports, policy(settings)),
        store,
        limits,
        own_limits,
        shared_limits,
        password_throttle,
        cursors: Arc::new(HmacCursors::new(&secrets)),
        key_bell,
        providers,
        mailbox: way_out.mailbox,
    })
}

/// What the database adapter has to know of the configuration.
pub fn database_options(settings: &Settings) -> DatabaseOptions {
    let database = &settings.database;
    DatabaseOptions {
        url: database.url.expose().to_owned(),
        max_connections: database.max_connections,
        acquire_timeout: database.acquire_timeout,
        statement_timeout: database.statement_timeout,
        transaction_pooler: database.transaction_pooler,
    }
}

/// The failure of opening the database: the URL is to blame unless the same may work later.
pub fn unusable(error: ConnectError) -> Failure {
    match error {
        ConnectError::Unavailable(_) => Failure::while_("cannot open the database")(error),
        other => Problem::new("database.url", Causes(&other).to_string()).into(),
    }
}

/// What a new password must be.
pub fn password_policy(settings: &Settings) -> PasswordPolicy {
    PasswordPolicy {
        min_length: settings.passwords.min_length as usize,
        // The rules of the configuration hold it to 4 at most.
        min_score: u8::try_from(settings.passwords.min_score).unwrap_or(4),
    }
}

fn policy(settings: &Settings) -> Policy {
    Policy {
        registration: RegistrationPolicy {
            open: settings.registration.open,
            verification: settings.registration.email_verification,
            token_lifetime: VERIFICATION_LIFETIME,
            resend_after: RESEND_AFTER,
        },
        passwords: password_policy(settings),
        sessions: SessionPolicy {
            idle: settings.sessions.idle,
            absolute: settings.sessions.absolute,
            reuse_window: settings.sessions.reuse_window,
            access_token: settings.tokens.access,
            max_per_user: settings.sessions.max_per_user,
            check_cache: settings.sessions.check_cache,
            retention: settings.sessions.retention,
        },
        providers: ProviderPolicy { redirect_targets: settings.sign_in_targets() },
        keys: KeyPolicy { rotate_after: settings.keys.rotate_after },
        mail: MailPolicy { attempts: settings.mail.attempts, retention: settings.mail.retention },
        visitors: VisitorPolicy {
            enabled: settings.anonymous.enabled,
            idle: settings.anonymous.idle,
            messages_per_day: settings.anonymous.messages_per_day,
        },
        audit: AuditPolicy { retention: settings.audit.retention },
    }
}

fn secrets(settings: &Settings) -> Result<Secrets, Problem> {
    if settings.secret.is_empty() {
        // Only development comes here: the rules of the configuration demand one in production.
        let directory = secret_file::data_directory(settings);
        secret_file::load_or_create(&directory, &SystemRandom)?.derive()
    } else {
        settings.secret.derive()
    }
}

async fn bring_up_to_date(settings: &Settings, database: &DatabaseOptions) -> Result<(), Failure> {
    let schema = Schema::connect(database).await.map_err(unusable)?;
    let steps = schema.status().await.map_err(Failure::while_("cannot migrate"))?;
    match steps.iter().filter(|(_, applied)| !applied).count() {
        // Nothing to do, and so no right to change tables is needed.
        0 => Ok(()),
        _ if settings.database.migrate => {
            schema.up().await.map(drop).map_err(Failure::while_("cannot migrate"))
        }
        waiting => Err(Problem::new(
            "database.migrate",
            format!("is false and {waiting} migrations wait: run `bookplate migrate up`"),
        )
        .into()),
    }
}

fn hasher(settings: &Settings) -> Result<BcryptHasher, Failure> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let queue = settings.passwords.hash_queue as usize;
    BcryptHasher::new(settings.passwords.bcrypt_cost, cores, queue)
        .map_err(Failure::while_("cannot start the password hasher"))
}

fn quotas(settings: &Settings) -> Vec<(Rule, Quota)> {
    if !settings.limits.enabled {
        return Vec::new();
    }
    let quota = |rule| {
        let numbers = settings.limits.of(rule)?;
        let burst = NonZeroU32::new(numbers.burst)?;
        let per = numbers.per;
        Some((rule, Quota { burst, per }))
    };
    Rule::ALL.into_iter().filter_map(quota).collect()
}

fn growing_delay(settings: &Settings) -> Option<GrowingDelay> {
    let numbers = &settings.limits.failed_passwords;
    let [free, per_day] = [numbers.free, numbers.per_day].map(NonZeroU32::new);
    let delay = GrowingDelay { free: free?, per_day: per_day? };
    settings.limits.enabled.then_some(delay)
}
