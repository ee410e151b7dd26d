//! The promises of [`RateLimiter`].

// The name of a case is its documentation.
#![allow(missing_docs)]

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use bookplate_domain::{
    limits::{LimitKey, LimitReached, RateLimiter, Rule, Verdict},
    users::EmailAddress,
};
use futures::future::join_all;
use tokio::sync::Barrier;

/// Runs every case of [`RateLimiter`]. Takes a function of a rule, its burst and the time for a
/// spent burst to be whole again, which makes an adapter where only that rule limits.
#[macro_export]
macro_rules! rate_limiter_conformance {
    ($factory:expr) => {
        $crate::async_cases! { rate_limiter, $factory,
            a_burst_is_allowed_and_no_more
            each_try_tells_what_is_left
            a_refusal_tells_when_to_come_back
            waiting_as_long_as_told_is_enough
            other_keys_do_not_count
            other_rules_do_not_count
            of_many_at_once_only_a_burst_is_allowed
        }
    };
}

const RULE: Rule = Rule::LogIn;
const HOUR: Duration = Duration::from_secs(3600);

fn burst(size: u32) -> NonZeroU32 {
    NonZeroU32::new(size).expect("a burst is not empty")
}

fn network(last: u8) -> LimitKey {
    LimitKey::network([203, 0, 113, last].into())
}

async fn try_once(limiter: &impl RateLimiter, key: &LimitKey) -> Verdict {
    limiter.check(RULE, key).await.expect("the limiter answers")
}

async fn refusal(limiter: &impl RateLimiter, key: &LimitKey) -> LimitReached {
    match try_once(limiter, key).await {
        Verdict::Refused(refusal) => refusal,
        Verdict::Allowed(allowance) => panic!("allowed with {allowance:?}"),
    }
}

pub async fn a_burst_is_allowed_and_no_more<F, T>(factory: F)
where
    F: Fn(Rule, NonZeroU32, Duration) -> T,
    T: RateLimiter,
{
    let limiter = factory(RULE, burst(5), HOUR);
    for _ in 0..5 {
        let verdict = try_once(&limiter, &network(1)).await;
        assert!(matches!(verdict, Verdict::Allowed(Some(_))), "{verdict:?}");
    }
    refusal(&limiter, &network(1)).await;
    refusal(&limiter, &network(1)).await;
}

pub async fn each_try_tells_what_is_left<F, T>(factory: F)
where
    F: Fn(Rule, NonZeroU32, Duration) -> T,
    T: RateLimiter,
{
    let limiter = factory(RULE, burst(3), HOUR);
    for left in [2, 1, 0] {
        let Verdict::Allowed(Some(allowance)) = try_once(&limiter, &network(1)).await else {
            panic!("refused with {left} left");
        };
        assert_eq!(allowance.rule, RULE);
        assert_eq!((allowance.burst, allowance.per), (3, HOUR));
        assert_eq!(allowance.remaining, left);
    }
}

pub async fn a_refusal_tells_when_to_come_back<F, T>(factory: F)
where
    F: Fn(Rule, NonZeroU32, Duration) -> T,
    T: RateLimiter,
{
    let limiter = factory(RULE, burst(2), HOUR);
    try_once(&limiter, &network(1)).await;
    try_once(&limiter, &network(1)).await;
    let refusal = refusal(&limiter, &network(1)).await;
    assert_eq!(refusal.rule, RULE);
    assert_eq!((refusal.burst, refusal.per), (2, HOUR));
    assert!(refusal.retry_after > Duration::ZERO && refusal.retry_after <= HOUR / 2);
}

pub async fn waiting_as_long_as_told_is_enough<F, T>(factory: F)
where
    F: Fn(Rule, NonZeroU32, Duration) -> T,
    T: RateLimiter,
{
    let limiter = factory(RULE, burst(1), Duration::from_millis(500));
    try_once(&limiter, &network(1)).await;
    let wait = refusal(&limiter, &network(1)).await.retry_after;
    tokio::time::sleep(wait + Duration::from_millis(20)).await;
    let verdict = try_once(&limiter, &network(1)).await;
    assert!(matches!(verdict, Verdict::Allowed(_)), "{verdict:?}");
}

pub async fn other_keys_do_not_count<F, T>(factory: F)
where
    F: Fn(Rule, NonZeroU32, Duration) -> T,
    T: RateLimiter,
{
    let limiter = factory(RULE, burst(1), HOUR);
    let mailbox = EmailAddress::parse("ada@example.com").expect("an address");
    for key in [network(1), network(2), LimitKey::mailbox(&mailbox)] {
        let verdict = try_once(&limiter, &key).await;
        assert!(matches!(verdict, Verdict::Allowed(_)), "{key:?}");
    }
    refusal(&limiter, &network(1)).await;
}

pub async fn other_rules_do_not_count<F, T>(factory: F)
where
    F: Fn(Rule, NonZeroU32, Duration) -> T,
    T: RateLimiter,
{
    let limiter = factory(RULE, burst(1), HOUR);
    for rule in Rule::ALL.into_iter().filter(|rule| *rule != RULE) {
        for _ in 0..10 {
            let verdict = limiter.check(rule, &network(1)).await.expect("an answer");
            assert!(matches!(verdict, Verdict::Allowed(None)), "{verdict:?}");
        }
    }
    let verdict = try_once(&limiter, &network(1)).await;
    assert!(matches!(verdict, Verdict::Allowed(Some(_))), "{verdict:?}");
}

pub async fn of_many_at_once_only_a_burst_is_allowed<F, T>(factory: F)
where
    F: Fn(Rule, NonZeroU32, Duration) -> T,
    T: RateLimiter + 'static,
{
    let limiter = Arc::new(factory(RULE, burst(10), HOUR));
    let start = Arc::new(Barrier::new(64));
    let tries = (0..64).map(|_| {
        let (limiter, start) = (limiter.clone(), start.clone());
        tokio::spawn(async move {
            start.wait().await;
            try_once(limiter.as_ref(), &network(1)).await
        })
    });
    let verdicts = join_all(tries).await;
    let allowed = verdicts
        .into_iter()
        .filter(|verdict| matches!(verdict.as_ref().unwrap(), Verdict::Allowed(_)));
    assert_eq!(allowed.count(), 10);
}
