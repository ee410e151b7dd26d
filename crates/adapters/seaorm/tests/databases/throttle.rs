//! Wrong passwords, as all nodes count them together.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use bookplate_domain::limits::{GrowingDelay, LimitKey, PasswordThrottle, Verdict};
use bookplate_seaorm::{DatabaseThrottle, SeaOrmStore};
use bookplate_testkit::password_throttle::{self, InTime};
use futures::future::join_all;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::{
    database::{Database, Kind},
    limiter::{PlainDigest, WallClock},
};

fn throttle(store: &SeaOrmStore, delay: Option<GrowingDelay>) -> DatabaseThrottle {
    store.throttle(delay, Arc::new(PlainDigest), Arc::new(WallClock))
}

/// Time passes by what is kept growing older: the clocks are real.
struct Aging {
    throttle: DatabaseThrottle,
    raw: DatabaseConnection,
    _database: Database,
}

#[async_trait::async_trait]
impl InTime for Aging {
    fn throttle(&self) -> &dyn PasswordThrottle {
        &self.throttle
    }

    async fn pass(&self, time: Duration) {
        age(&self.raw, time).await;
    }
}

async fn age(raw: &DatabaseConnection, time: Duration) {
    let micros = time.as_micros();
    let aged = format!(
        "UPDATE password_attempts SET next_at = next_at - {micros}, \
         day_ends_at = day_ends_at - {micros}"
    );
    raw.execute_unprepared(&aged).await.unwrap();
}

macro_rules! cases {
    ($($case:ident)*) => {
        on_both! { $($case)* another_node_counts_with_us_and_a_restart_forgets_nothing
            what_nobody_tried_for_a_day_is_purged
            without_a_delay_nothing_is_kept }

        $(async fn $case(kind: Kind) {
            password_throttle::$case(async |delay| {
                let database = Database::migrated(kind).await;
                let throttle = throttle(&database.store().await, Some(delay));
                Aging { throttle, raw: database.raw().await, _database: database }
            })
            .await;
        })*
    };
}

cases! {
    the_first_failures_cost_no_time
    from_then_on_each_failure_doubles_the_delay
    a_refused_try_does_not_count
    after_a_success_there_is_no_delay
    a_success_does_not_count_for_the_day
    failures_count_for_the_day_whatever_succeeds
    a_day_that_is_over_starts_anew_and_the_delay_goes_on
    a_day_without_a_try_forgets_the_failures
    what_was_not_judged_is_no_failure_and_counts_for_no_day
    what_is_forgotten_counts_no_more
    an_unknown_key_can_succeed_and_be_forgotten
    other_keys_do_not_count
    of_many_at_once_only_the_free_ones_are_allowed
    of_many_at_once_only_what_is_left_of_the_day_is_allowed
    of_many_after_a_delay_one_is_allowed
}

fn key(number: u8) -> LimitKey {
    LimitKey::network([192, 0, 2, number].into())
}

fn a_few_a_day(count: u32) -> Option<GrowingDelay> {
    let count = NonZeroU32::new(count).unwrap();
    Some(GrowingDelay { free: NonZeroU32::new(100).unwrap(), per_day: count })
}

async fn kept(raw: &DatabaseConnection) -> i64 {
    let count = "SELECT count(*) AS count FROM password_attempts";
    let count = Statement::from_string(raw.get_database_backend(), count);
    raw.query_one_raw(count).await.unwrap().unwrap().try_get("", "count").unwrap()
}

async fn another_node_counts_with_us_and_a_restart_forgets_nothing(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (one, other) = (database.store().await, database.store().await);
    let nodes = [&one, &other].map(|store| throttle(store, a_few_a_day(10)));
    let key = key(1);
    let verdicts = join_all((0..40).map(|n| nodes[n % 2].attempt(&key))).await;
    let allowed = verdicts.iter().filter(|it| matches!(it, Ok(Verdict::Allowed(_))));
    assert_eq!(allowed.count(), 10, "{verdicts:?}");
    drop((nodes, one, other));
    let again = throttle(&database.store().await, a_few_a_day(10));
    let verdict = again.attempt(&key).await.unwrap();
    assert!(matches!(verdict, Verdict::Refused(_)), "{verdict:?}");
}

async fn what_nobody_tried_for_a_day_is_purged(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    let throttle = throttle(&store, a_few_a_day(10));
    throttle.attempt(&key(1)).await.unwrap();
    throttle.attempt(&key(2)).await.unwrap();
    age(&raw, GrowingDelay::DAY - Duration::from_secs(60)).await;
    throttle.attempt(&key(3)).await.unwrap();
    assert_eq!(throttle.purge().await.unwrap(), 0);
    age(&raw, Duration::from_secs(60)).await;
    assert_eq!(throttle.purge().await.unwrap(), 2);
    assert_eq!(throttle.purge().await.unwrap(), 0);
    assert_eq!(kept(&raw).await, 1);
}

async fn without_a_delay_nothing_is_kept(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    let throttle = throttle(&store, None);
    for _ in 0..20 {
        assert_eq!(throttle.attempt(&key(1)).await.unwrap(), Verdict::Allowed(None));
    }
    throttle.succeeded(&key(1)).await.unwrap();
    throttle.forget(&key(1)).await.unwrap();
    assert_eq!(kept(&raw).await, 0);
}
