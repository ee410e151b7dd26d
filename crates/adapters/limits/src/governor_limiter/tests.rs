use std::{num::NonZeroU32, sync::Arc};

use bookplate_domain::shared::SessionId;
use governor::clock::FakeRelativeClock;
use uuid::Uuid;

use super::*;

const MINUTE: Duration = Duration::from_secs(60);

fn quota(burst: u32, per: Duration) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap();
    Quota { burst, per }
}

fn limiter(burst: u32, max_keys: usize) -> (GovernorLimiter<FakeRelativeClock>, FakeRelativeClock) {
    let clock = FakeRelativeClock::default();
    let quotas = [(Rule::LogIn, quota(burst, MINUTE)), (Rule::Register, quota(burst, MINUTE))];
    (GovernorLimiter::with(quotas, max_keys, clock.clone()), clock)
}

fn session(number: u128) -> LimitKey {
    LimitKey::Session(SessionId::from_uuid(Uuid::from_u128(number)))
}

fn allowed<C: Clock + Clone>(limiter: &GovernorLimiter<C>, rule: Rule, key: &LimitKey) -> bool {
    matches!(limiter.judge(rule, key), Verdict::Allowed(_))
}

fn kept<C: Clock + Clone>(limiter: &GovernorLimiter<C>) -> usize {
    limiter.rules[&Rule::LogIn].limiter.len()
}

bookplate_testkit::rate_limiter_conformance!(|rule, burst, per| {
    GovernorLimiter::new([(rule, Quota { burst, per })])
});

#[test]
fn a_burst_is_counted_down_and_then_refused_with_the_time_to_wait() {
    let (limiter, clock) = limiter(3, 10);
    for remaining in [2, 1, 0] {
        assert_eq!(
            limiter.judge(Rule::LogIn, &session(1)),
            Verdict::Allowed(Some(Allowance {
                rule: Rule::LogIn,
                burst: 3,
                per: MINUTE,
                remaining,
            }))
        );
    }
    clock.advance(Duration::from_secs(5));
    assert_eq!(
        limiter.judge(Rule::LogIn, &session(1)),
        Verdict::Refused(LimitReached {
            rule: Rule::LogIn,
            burst: 3,
            per: MINUTE,
            retry_after: Duration::from_secs(15),
        })
    );
}

#[test]
fn one_try_comes_back_after_its_share_of_the_time_and_all_after_the_whole() {
    let (limiter, clock) = limiter(3, 10);
    let spend = || (0..10).filter(|_| allowed(&limiter, Rule::LogIn, &session(1))).count();
    assert_eq!(spend(), 3);
    clock.advance(Duration::from_millis(19_999));
    assert_eq!(spend(), 0);
    clock.advance(Duration::from_millis(1));
    assert_eq!(spend(), 1);
    clock.advance(MINUTE);
    assert_eq!(spend(), 3);
}

#[test]
fn refused_tries_do_not_lengthen_the_wait() {
    let (limiter, clock) = limiter(1, 10);
    assert!(allowed(&limiter, Rule::LogIn, &session(1)));
    for _ in 0..1000 {
        assert!(!allowed(&limiter, Rule::LogIn, &session(1)));
    }
    clock.advance(MINUTE);
    assert!(allowed(&limiter, Rule::LogIn, &session(1)));
}

#[test]
fn other_keys_and_other_rules_do_not_count() {
    let (limiter, _) = limiter(1, 10);
    let keys = [
        session(1),
        session(2),
        LimitKey::Mailbox("ada@example.com".into()),
        LimitKey::network("203.0.113.7".parse().unwrap()),
    ];
    for rule in [Rule::LogIn, Rule::Register] {
        for key in &keys {
            assert!(allowed(&limiter, rule, key), "{rule:?} {key:?}");
        }
    }
    for rule in [Rule::LogIn, Rule::Register] {
        for key in &keys {
            assert!(!allowed(&limiter, rule, key), "{rule:?} {key:?}");
        }
    }
}

#[test]
fn a_rule_without_a_quota_is_not_limited() {
    let nothing = GovernorLimiter::new([]);
    for rule in Rule::ALL {
        for _ in 0..100 {
            assert_eq!(nothing.judge(rule, &session(1)), Verdict::Allowed(None));
        }
    }
}

#[test]
fn invented_keys_neither_fill_the_memory_nor_disturb_known_callers() {
    let (limiter, clock) = limiter(2, 3);
    for number in 0..3 {
        assert!(allowed(&limiter, Rule::LogIn, &session(number)));
    }
    let passed =
        (100..10_000).filter(|number| allowed(&limiter, Rule::LogIn, &session(*number))).count();
    assert_eq!(passed, 2, "all of them share one counter");
    assert_eq!(kept(&limiter), 3);
    for number in 0..3 {
        assert!(allowed(&limiter, Rule::LogIn, &session(number)));
        assert!(!allowed(&limiter, Rule::LogIn, &session(number)));
    }

    clock.advance(MINUTE * 2);
    limiter.sweep();
    assert_eq!(kept(&limiter), 0);
    assert!(allowed(&limiter, Rule::LogIn, &session(100)));
    assert_eq!(kept(&limiter), 1);
}

/// The memory that this process holds, in KiB.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn a_million_keys_take_no_more_than_the_memory_of_a_hundred_thousand() {
    let limiter = GovernorLimiter::new([(Rule::LogIn, quota(5, Duration::from_secs(3600)))]);
    let before = resident_kib();
    for number in 0..1_000_000 {
        allowed(&limiter, Rule::LogIn, &session(number));
    }
    assert_eq!(kept(&limiter), GovernorLimiter::MAX_KEYS);
    let grown = resident_kib() - before;
    assert!(grown < 20 * 1024, "{grown} KiB for {} keys", GovernorLimiter::MAX_KEYS);
}

#[test]
fn a_sweep_forgets_only_whole_bursts() {
    let (limiter, clock) = limiter(2, 10);
    assert!(allowed(&limiter, Rule::LogIn, &session(1)));
    clock.advance(MINUTE);
    assert!(allowed(&limiter, Rule::LogIn, &session(2)));
    assert!(allowed(&limiter, Rule::LogIn, &session(2)));
    clock.advance(Duration::from_secs(1));
    limiter.sweep();
    assert_eq!(kept(&limiter), 1);
    assert!(!allowed(&limiter, Rule::LogIn, &session(2)));
}

#[test]
fn traffic_sweeps_by_itself() {
    let (limiter, clock) = limiter(1, 100);
    for number in 0..100 {
        assert!(allowed(&limiter, Rule::LogIn, &session(number)));
    }
    clock.advance(MINUTE * 3);
    for _ in 0..GovernorLimiter::<FakeRelativeClock>::SWEEP_EVERY {
        limiter.judge(Rule::LogIn, &session(1));
    }
    assert_eq!(kept(&limiter), 1);
}

#[test]
fn of_many_at_once_exactly_the_burst_passes_also_while_the_counters_are_swept() {
    let limiter = Arc::new(GovernorLimiter::with(
        [(Rule::LogIn, quota(50, Duration::from_secs(3600)))],
        10,
        DefaultClock::default(),
    ));
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let limiter = limiter.clone();
            std::thread::spawn(move || {
                (0..500)
                    .filter(|round| {
                        if round % 50 == 0 {
                            limiter.sweep();
                        }
                        allowed(&limiter, Rule::LogIn, &session(1))
                    })
                    .count()
            })
        })
        .collect();
    let passed: usize = threads.into_iter().map(|t| t.join().unwrap()).sum();
    assert_eq!(passed, 50);
}
