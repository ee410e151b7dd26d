//! The promises of [`PasswordThrottle`].

// The name of a case is its documentation.
#![allow(missing_docs)]

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use async_trait::async_trait;
use bookplate_domain::{
    limits::{GrowingDelay, LimitKey, LimitReached, PasswordThrottle, Rule, Verdict},
    users::EmailAddress,
};
use futures::future::join_all;
use tokio::{sync::Barrier, time::Instant};

/// Runs every case of [`PasswordThrottle`]. Takes an asynchronous function of a [`GrowingDelay`]
/// that makes an adapter which knows of no try.
#[macro_export]
macro_rules! password_throttle_conformance {
    ($factory:expr) => {
        $crate::async_cases! { password_throttle, $factory,
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
    };
}

/// An adapter, and a hand on its time, which passes by itself too.
#[async_trait]
pub trait InTime: Send + Sync {
    /// The adapter.
    fn throttle(&self) -> &dyn PasswordThrottle;

    /// Lets time pass.
    async fn pass(&self, time: Duration);
}

const SECOND: Duration = Duration::from_secs(1);
/// What may be lost by rounding.
const TICK: Duration = Duration::from_millis(2);
/// Longer than any delay.
const HOUR: Duration = Duration::from_secs(3600);

fn delay(free: u32, per_day: u32) -> GrowingDelay {
    let [free, per_day] = [free, per_day].map(|n| NonZeroU32::new(n).expect("more than none"));
    GrowingDelay { free, per_day }
}

fn mailbox(name: &str) -> LimitKey {
    let address = EmailAddress::parse(&format!("{name}@example.com"));
    LimitKey::mailbox(&address.expect("an address"))
}

fn ada() -> LimitKey {
    mailbox("ada")
}

async fn attempt(it: &impl InTime, key: &LimitKey) -> Verdict {
    it.throttle().attempt(key).await.expect("the throttle answers")
}

/// A try whose password is wrong: whoever does not take it back says so.
async fn fail(it: &impl InTime) {
    assert_eq!(attempt(it, &ada()).await, Verdict::Allowed(None));
}

async fn succeed(it: &impl InTime) {
    fail(it).await;
    it.throttle().succeeded(&ada()).await.expect("the throttle answers");
}

async fn refusal(it: &impl InTime) -> LimitReached {
    match attempt(it, &ada()).await {
        Verdict::Refused(refusal) => refusal,
        Verdict::Allowed(allowance) => panic!("allowed with {allowance:?}"),
    }
}

pub async fn the_first_failures_cost_no_time<T: InTime>(factory: impl AsyncFn(GrowingDelay) -> T) {
    let it = factory(delay(5, 100)).await;
    for _ in 0..5 {
        fail(&it).await;
    }
}

pub async fn from_then_on_each_failure_doubles_the_delay<T: InTime>(
    factory: impl AsyncFn(GrowingDelay) -> T,
) {
    for free in [1, 3] {
        let delay = delay(free, 100);
        let it = factory(delay).await;
        let (mut failures, mut refusals) = (0, 0);
        let (mut begun, mut passed) = (Instant::now(), Duration::ZERO);
        while failures < free + 12 {
            let (now, expected) = (Instant::now(), delay.after(failures));
            match attempt(&it, &ada()).await {
                Verdict::Refused(refusal) => {
                    assert_eq!((refusal.rule, refusal.burst), (Rule::FailedPasswords, 100));
                    assert!(refusal.retry_after > Duration::ZERO);
                    assert!(refusal.retry_after <= expected, "{refusal:?} after {failures}");
                    let since = begun.elapsed() + TICK;
                    assert!(refusal.retry_after + since >= expected, "{refusal:?}, {failures}");
                    passed = refusal.retry_after;
                    it.pass(passed).await;
                    refusals += 1;
                }
                Verdict::Allowed(_) => {
                    let since = begun.elapsed() + passed + TICK;
                    assert!(since >= expected, "allowed {since:?} after {failures}");
                    (begun, passed) = (now, Duration::ZERO);
                    failures += 1;
                }
            }
        }
        // On a slow machine a second may go by unseen.
        assert!(refusals >= 9, "refused {refusals} times");
    }
}

pub async fn a_refused_try_does_not_count<T: InTime>(factory: impl AsyncFn(GrowingDelay) -> T) {
    let it = factory(delay(5, 11)).await;
    for _ in 0..10 {
        fail(&it).await;
        it.pass(HOUR).await;
    }
    fail(&it).await;
    let first = refusal(&it).await.retry_after;
    for _ in 0..20 {
        assert!(refusal(&it).await.retry_after <= first);
    }
}

pub async fn after_a_success_there_is_no_delay<T: InTime>(
    factory: impl AsyncFn(GrowingDelay) -> T,
) {
    let it = factory(delay(5, 100)).await;
    for _ in 0..9 {
        fail(&it).await;
        it.pass(30 * SECOND).await;
    }
    succeed(&it).await;
    for _ in 0..5 {
        fail(&it).await;
    }
    assert!(refusal(&it).await.retry_after <= SECOND, "it begins anew");
}

pub async fn a_success_does_not_count_for_the_day<T: InTime>(
    factory: impl AsyncFn(GrowingDelay) -> T,
) {
    let it = factory(delay(5, 5)).await;
    for _ in 0..20 {
        succeed(&it).await;
    }
}

pub async fn failures_count_for_the_day_whatever_succeeds<T: InTime>(
    factory: impl AsyncFn(GrowingDelay) -> T,
) {
    let it = factory(delay(5, 7)).await;
    for _ in 0..6 {
        fail(&it).await;
        succeed(&it).await;
    }
    fail(&it).await;
    let wait = refusal(&it).await.retry_after;
    assert!(wait > GrowingDelay::DAY - HOUR && wait <= GrowingDelay::DAY, "{wait:?}");
    it.pass(wait - HOUR).await;
    refusal(&it).await;
    it.pass(HOUR).await;
    fail(&it).await;
}

pub async fn a_day_that_is_over_starts_anew_and_the_delay_goes_on<T: InTime>(
    factory: impl AsyncFn(GrowingDelay) -> T,
) {
    let it = factory(delay(5, 24)).await;
    for _ in 0..24 {
        fail(&it).await;
        it.pass(HOUR - SECOND).await;
    }
    // Less than half a minute is left of the day.
    it.pass(HOUR / 60).await;
    fail(&it).await;
    let wait = refusal(&it).await.retry_after;
    assert!(wait > 1000 * SECOND && wait <= 1024 * SECOND, "{wait:?}");
}

pub async fn a_day_without_a_try_forgets_the_failures<T: InTime>(
    factory: impl AsyncFn(GrowingDelay) -> T,
) {
    let it = factory(delay(5, 100)).await;
    for _ in 0..9 {
        fail(&it).await;
        it.pass(HOUR).await;
    }
    it.pass(GrowingDelay::DAY).await;
    for _ in 0..5 {
        fail(&it).await;
    }
    assert!(refusal(&it).await.retry_after <= SECOND);
}

pub async fn what_was_not_judged_is_no_failure_and_counts_for_no_day<T: InTime>(
    factory: impl AsyncFn(GrowingDelay) -> T,
) {
    let it = factory(delay(3, 4)).await;
    fail(&it).await;
    fail(&it).await;
    for _ in 0..5 {
        fail(&it).await;
        it.throttle().unjudged(&ada()).await.expect("the throttle answers");
    }
    fail(&it).await;
    refusal(&it).await;
    it.pass(HOUR).await;
    fail(&it).await;
    assert!(refusal(&it).await.retry_after > HOUR, "the day is spent");
    it.throttle().unjudged(&mailbox("eve")).await.expect("an unknown key can be unjudged");
}

pub async fn what_is_forgotten_counts_no_more<T: InTime>(factory: impl AsyncFn(GrowingDelay) -> T) {
    let it = factory(delay(2, 2)).await;
    for _ in 0..3 {
        fail(&it).await;
        fail(&it).await;
        refusal(&it).await;
        it.throttle().forget(&ada()).await.expect("the throttle answers");
    }
}

pub async fn an_unknown_key_can_succeed_and_be_forgotten<T: InTime>(
    factory: impl AsyncFn(GrowingDelay) -> T,
) {
    let it = factory(delay(2, 2)).await;
    it.throttle().succeeded(&ada()).await.expect("the throttle answers");
    it.throttle().forget(&ada()).await.expect("the throttle answers");
    fail(&it).await;
    for _ in 0..3 {
        it.throttle().succeeded(&ada()).await.expect("the throttle answers");
    }
    fail(&it).await;
    fail(&it).await;
    refusal(&it).await;
}

pub async fn other_keys_do_not_count<T: InTime>(factory: impl AsyncFn(GrowingDelay) -> T) {
    let it = factory(delay(1, 1)).await;
    let network = LimitKey::network([203, 0, 113, 7].into());
    for key in [ada(), mailbox("grace"), network] {
        assert_eq!(attempt(&it, &key).await, Verdict::Allowed(None), "{key:?}");
    }
    it.throttle().succeeded(&mailbox("grace")).await.expect("the throttle answers");
    it.throttle().forget(&mailbox("alan")).await.expect("the throttle answers");
    refusal(&it).await;
}

/// How many of a hundred tries at once are allowed.
async fn allowed_at_once<T: InTime + 'static>(it: &Arc<T>) -> usize {
    let start = Arc::new(Barrier::new(100));
    let tries = (0..100).map(|_| {
        let (it, start) = (it.clone(), start.clone());
        tokio::spawn(async move {
            start.wait().await;
            attempt(it.as_ref(), &ada()).await
        })
    });
    let verdicts = join_all(tries).await.into_iter().map(|verdict| verdict.expect("an answer"));
    verdicts.filter(|verdict| matches!(verdict, Verdict::Allowed(_))).count()
}

pub async fn of_many_at_once_only_the_free_ones_are_allowed<T: InTime + 'static>(
    factory: impl AsyncFn(GrowingDelay) -> T,
) {
    let it = Arc::new(factory(delay(5, 100)).await);
    let begun = Instant::now();
    let allowed = allowed_at_once(&it).await;
    // On a machine so slow that a second goes by meanwhile, there is one more.
    let seconds = usize::try_from(begun.elapsed().as_secs()).expect("a short time");
    assert!((5..=5 + seconds).contains(&allowed), "{allowed} in {seconds} s");
}

pub async fn of_many_at_once_only_what_is_left_of_the_day_is_allowed<T: InTime + 'static>(
    factory: impl AsyncFn(GrowingDelay) -> T,
) {
    let it = Arc::new(factory(delay(50, 10)).await);
    fail(it.as_ref()).await;
    assert_eq!(allowed_at_once(&it).await, 9);
}

pub async fn of_many_after_a_delay_one_is_allowed<T: InTime + 'static>(
    factory: impl AsyncFn(GrowingDelay) -> T,
) {
    let it = Arc::new(factory(delay(1, 100)).await);
    for _ in 0..8 {
        fail(it.as_ref()).await;
        it.pass(128 * SECOND).await;
    }
    assert_eq!(allowed_at_once(&it).await, 1);
}
