//! What the values must be, each alone and together.

use std::{ops::RangeInclusive, time::Duration};

use bookplate_domain::{limits::Rule, users::NewPassword};
use secrecy::ExposeSecret;
use tracing_subscriber::filter::LevelFilter;

use super::{Problem, Settings, cors, mail_rules, oauth_rules, proxies, values::Mode};

const DAY: Duration = Duration::from_secs(24 * 3600);
const LONGEST_ACCESS_TOKEN: Duration = DAY.saturating_mul(7);
/// How long a visitor may be away: whoever goes to lunch is not forgotten, and a visitor's session
/// ends after a year in any case.
const SHORTEST_VISIT: Duration = Duration::from_secs(3600);
const LONGEST_VISIT: Duration = Duration::from_secs(365 * 86_400);
/// The revocation feed learns from them who was deleted: they outlive every access token.
const SHORTEST_RETENTION: Duration = DAY.saturating_mul(30);
/// A change elsewhere counts after this long at the latest.
const LONGEST_CHECK_CACHE: Duration = Duration::from_secs(5);
/// Whoever waits for the process to end loses patience.
const LONGEST_DRAIN: Duration = Duration::from_secs(300);
const SHORTEST_REVOCATIONS_KEY: usize = 32;

/// Refuses settings that do not make sense, by the first problem in them.
pub fn check(settings: &Settings) -> Result<(), Problem> {
    server(settings)?;
    database(settings)?;
    secret(settings)?;
    passwords(settings)?;
    tokens_and_sessions(settings)?;
    cors::check(&settings.cors, settings.server.mode)?;
    revocations(settings)?;
    mail_rules::check(settings)?;
    oauth_rules::check(settings)?;
    anonymous(settings)?;
    audit(settings)?;
    limits(settings)?;
    log(settings)
}

fn server(settings: &Settings) -> Result<(), Problem> {
    let server = &settings.server;
    if server.mode == Mode::Production {
        demand(
            server.public_url.is_private(),
            "server.public_url",
            "must begin with https:// in production mode",
        )?;
        demand(
            settings.links.base.as_ref().is_none_or(|base| base.is_private()),
            "links.base",
            "must begin with https:// in production mode",
        )?;
    }
    proxies::check(&server.trusted_proxies)?;
    within("server.workers", server.workers, 0..=1024)?;
    within("server.max_connections", server.max_connections, 16..=1_000_000)?;
    demand(server.drain <= LONGEST_DRAIN, "server.drain", "must be at most 5m")?;
    // The server counts it in whole seconds.
    demand(server.shutdown >= Duration::from_secs(1), "server.shutdown", "must be at least 1s")
}

fn database(settings: &Settings) -> Result<(), Problem> {
    let database = &settings.database;
    within("database.max_connections", database.max_connections, 1..=1000)?;
    positive("database.acquire_timeout", database.acquire_timeout)?;
    positive("database.statement_timeout", database.statement_timeout)
}

fn secret(settings: &Settings) -> Result<(), Problem> {
    if !settings.secret.is_empty() {
        return settings.secret.derive().map(drop);
    }
    demand(
        settings.server.mode == Mode::Development,
        "secret",
        "is required in production mode: at least 32 unpredictable bytes",
    )
}

fn passwords(settings: &Settings) -> Result<(), Problem> {
    let passwords = &settings.passwords;
    let longest = u32::try_from(NewPassword::MAX_BYTES).unwrap_or(u32::MAX);
    within("passwords.min_length", passwords.min_length, 8..=longest)?;
    within("passwords.min_score", passwords.min_score, 0..=4)?;
    within("passwords.bcrypt_cost", passwords.bcrypt_cost, 10..=15)?;
    within("passwords.hash_queue", passwords.hash_queue, 1..=10_000)
}

fn tokens_and_sessions(settings: &Settings) -> Result<(), Problem> {
    let (tokens, sessions) = (&settings.tokens, &settings.sessions);
    // The times in a token are whole seconds.
    demand(
        (Duration::from_secs(1)..=LONGEST_ACCESS_TOKEN).contains(&tokens.access),
        "tokens.access",
        "must be from 1s to 7d",
    )?;
    demand(!tokens.audience.is_empty(), "tokens.audience", "must not be empty")?;
    positive("sessions.idle", sessions.idle)?;
    positive("sessions.absolute", sessions.absolute)?;
    positive("sessions.reuse_window", sessions.reuse_window)?;
    demand(
        sessions.idle <= sessions.absolute,
        "sessions.idle",
        "must not be longer than sessions.absolute",
    )?;
    within("sessions.max_per_user", sessions.max_per_user, 1..=1000)?;
    demand(
        sessions.check_cache <= LONGEST_CHECK_CACHE,
        "sessions.check_cache",
        "must be at most 5s",
    )?;
    demand(
        sessions.retention >= tokens.access + DAY,
        "sessions.retention",
        "must be at least a day longer than tokens.access",
    )?;
    demand(settings.keys.rotate_after >= DAY, "keys.rotate_after", "must be at least 1d")
}

fn revocations(settings: &Settings) -> Result<(), Problem> {
    let key = settings.revocations.key.secret().expose_secret();
    demand(
        key.is_empty()
            || key.len() >= SHORTEST_REVOCATIONS_KEY && key.bytes().all(|b| b.is_ascii_graphic()),
        "revocations.key",
        "must be at least 32 characters of ASCII without spaces",
    )
}

fn anonymous(settings: &Settings) -> Result<(), Problem> {
    within("anonymous.messages_per_day", settings.anonymous.messages_per_day, 1..=1_000)?;
    demand(
        (SHORTEST_VISIT..=LONGEST_VISIT).contains(&settings.anonymous.idle),
        "anonymous.idle",
        "must be from 1h to 365d",
    )
}

fn audit(settings: &Settings) -> Result<(), Problem> {
    let retention = settings.audit.retention;
    demand(
        retention >= SHORTEST_RETENTION && retention > settings.tokens.access,
        "audit.retention",
        "must be at least 30d, and longer than tokens.access",
    )
}

fn limits(settings: &Settings) -> Result<(), Problem> {
    for rule in Rule::ALL {
        let Some(numbers) = settings.limits.of(rule) else { continue };
        let key = |name| format!("limits.{}.{name}", rule.as_str());
        within(&key("burst"), numbers.burst, 1..=100_000)?;
        demand(
            (Duration::from_secs(1)..=DAY).contains(&numbers.per),
            &key("per"),
            "must be from 1s to 24h",
        )?;
    }
    let passwords = &settings.limits.failed_passwords;
    within("limits.failed_passwords.free", passwords.free, 1..=100)?;
    within("limits.failed_passwords.per_day", passwords.per_day, passwords.free..=1000)
}

fn log(settings: &Settings) -> Result<(), Problem> {
    // The filter would take any other word for the name of a module.
    let a_level = |directive: &str| {
        let level = directive.rsplit('=').next().unwrap_or(directive);
        level.trim().parse::<LevelFilter>().is_ok()
    };
    demand(
        settings.log.level.split(',').all(a_level),
        "log.level",
        "must be off, error, warn, info, debug or trace, also by module: \"info,sqlx=warn\"",
    )
}

pub(super) fn demand(holds: bool, key: &str, message: &str) -> Result<(), Problem> {
    if holds { Ok(()) } else { Err(Problem::new(key, message)) }
}

pub(super) fn positive(key: &str, duration: Duration) -> Result<(), Problem> {
    demand(!duration.is_zero(), key, "must be longer than zero")
}

pub(super) fn within(key: &str, number: u32, range: RangeInclusive<u32>) -> Result<(), Problem> {
    let (least, most) = (range.start(), range.end());
    demand(range.contains(&number), key, &format!("must be from {least} to {most}"))
}
