//! What all nodes count together.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use bookplate_domain::{
    limits::{LimitKey, LimitKeyDigest, Quota, RateLimiter, Rule, Verdict},
    shared::{Clock, Timestamp},
};
use bookplate_seaorm::{DatabaseLimiter, SeaOrmStore};
use bookplate_testkit::rate_limiter;
use futures::future::join_all;
use sea_orm::{ConnectionTrait, Statement};

use crate::database::{Database, Kind};

/// Enough to tell the keys of the cases from each other.
pub struct PlainDigest;

impl LimitKeyDigest for PlainDigest {
    fn digest(&self, rule: Rule, key: &LimitKey) -> [u8; 16] {
        let named = format!("{} {key:?}", rule.as_str());
        uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, named.as_bytes()).into_bytes()
    }
}

/// The time of the machine, as it passes while a case waits.
pub struct WallClock;

impl Clock for WallClock {
    #[allow(clippy::disallowed_methods, reason = "this is the clock")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Timestamp::from_unix_millis(since.as_millis().try_into().unwrap())
    }
}

fn limiter(store: &SeaOrmStore, rule: Rule, burst: NonZeroU32, per: Duration) -> DatabaseLimiter {
    store.limiter([(rule, Quota { burst, per })], Arc::new(PlainDigest), Arc::new(WallClock))
}

macro_rules! cases {
    ($($case:ident)*) => {
        on_both! { $($case)* another_node_counts_with_us_and_a_restart_forgets_nothing
            whole_bursts_are_forgotten }

        $(async fn $case(kind: Kind) {
            let database = Database::migrated(kind).await;
            let store = database.store().await;
            rate_limiter::$case(|rule, burst, per| limiter(&store, rule, burst, per)).await;
        })*
    };
}

cases! {
    a_burst_is_allowed_and_no_more
    each_try_tells_what_is_left
    a_refusal_tells_when_to_come_back
    waiting_as_long_as_told_is_enough
    other_keys_do_not_count
    other_rules_do_not_count
    of_many_at_once_only_a_burst_is_allowed
}

const HOUR: Duration = Duration::from_secs(3600);

fn key() -> LimitKey {
    LimitKey::network([192, 0, 2, 1].into())
}

async fn another_node_counts_with_us_and_a_restart_forgets_nothing(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (one, other) = (database.store().await, database.store().await);
    let burst = NonZeroU32::new(10).unwrap();
    let nodes = [&one, &other].map(|store| limiter(store, Rule::LogIn, burst, HOUR));
    let key = key();
    let tries = (0..40).map(|n| nodes[n % 2].check(Rule::LogIn, &key));
    let verdicts = join_all(tries).await;
    let allowed = verdicts.iter().filter(|it| matches!(it, Ok(Verdict::Allowed(_))));
    assert_eq!(allowed.count(), 10);
    drop((nodes, one, other));
    let again = limiter(&database.store().await, Rule::LogIn, burst, HOUR);
    let verdict = again.check(Rule::LogIn, &key).await.unwrap();
    assert!(matches!(verdict, Verdict::Refused(_)), "{verdict:?}");
}

async fn whole_bursts_are_forgotten(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    let short = limiter(&store, Rule::LogIn, NonZeroU32::MIN, Duration::from_millis(5));
    let long = limiter(&store, Rule::Register, NonZeroU32::MIN, HOUR);
    short.check(Rule::LogIn, &key()).await.unwrap();
    long.check(Rule::Register, &key()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(short.purge().await.unwrap(), 1);
    assert_eq!(short.purge().await.unwrap(), 0);
    let count = Statement::from_string(
        raw.get_database_backend(),
        "SELECT count(*) AS count FROM rate_limits",
    );
    let left = raw.query_one_raw(count).await.unwrap().unwrap();
    assert_eq!(left.try_get::<i64>("", "count").unwrap(), 1);
}
