use std::{
    collections::HashMap,
    fmt,
    hash::{BuildHasher, RandomState},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use bookplate_domain::{
    limits::{Allowance, LimitKey, LimitReached, Quota, RateLimiter, Rule, Verdict},
    store::StoreError,
};
use governor::{
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
};

use crate::{bounded_states::BoundedStates, quota::to_governor};

/// Counts in the process, by the monotonic clock.
pub struct GovernorLimiter<C: Clock = DefaultClock> {
    rules: HashMap<Rule, Counted<C>>,
    clock: C,
    /// Keys are counted by digest. Two random hashers make one of 128 bits that nobody outside
    /// can aim at.
    hashers: [RandomState; 2],
}

/// A rule with a quota and its counters.
struct Counted<C: Clock> {
    quota: Quota,
    limiter: governor::RateLimiter<u128, BoundedStates, C, StateInformationMiddleware>,
    checks: AtomicU32,
}

impl GovernorLimiter {
    /// How many keys of one rule are counted each on their own: about 8 MiB.
    pub const MAX_KEYS: usize = 100_000;

    /// Limits the rules that have a quota; the others are not limited.
    pub fn new(quotas: impl IntoIterator<Item = (Rule, Quota)>) -> Self {
        Self::with(quotas, Self::MAX_KEYS, DefaultClock::default())
    }
}

impl<C: Clock + Clone> GovernorLimiter<C> {
    /// Idle counters are swept after so many checks of a rule.
    const SWEEP_EVERY: u32 = 10_000;

    /// The same with another bound and another clock.
    fn with(quotas: impl IntoIterator<Item = (Rule, Quota)>, max_keys: usize, clock: C) -> Self {
        let counted = |(rule, quota): (Rule, Quota)| {
            let states = BoundedStates::new(max_keys);
            let counted = Counted {
                quota,
                limiter: governor::RateLimiter::new(to_governor(quota)?, states, clock.clone()),
                checks: AtomicU32::new(0),
            };
            Some((rule, counted))
        };
        Self {
            rules: quotas.into_iter().filter_map(counted).collect(),
            hashers: [RandomState::new(), RandomState::new()],
            clock,
        }
    }

    /// Forgets every key whose burst is whole again, and gives the memory back. Happens by itself
    /// now and then as long as there is traffic.
    pub fn sweep(&self) {
        self.rules.values().for_each(Counted::sweep);
    }

    fn judge(&self, rule: Rule, key: &LimitKey) -> Verdict {
        let Some(counted) = self.rules.get(&rule) else {
            return Verdict::Allowed(None);
        };
        let checks = counted.checks.fetch_add(1, Ordering::Relaxed);
        if checks % Self::SWEEP_EVERY == Self::SWEEP_EVERY - 1 {
            counted.sweep();
        }
        let [high, low] = self.hashers.each_ref().map(|h| u128::from(h.hash_one(key)));
        let Quota { burst, per } = counted.quota;
        match counted.limiter.check_key(&(high << 64 | low)) {
            Ok(state) => Verdict::Allowed(Some(Allowance {
                rule,
                burst: burst.get(),
                per,
                remaining: state.remaining_burst_capacity(),
            })),
            Err(until) => Verdict::Refused(LimitReached {
                rule,
                burst: burst.get(),
                per,
                // Never nothing: the try was refused.
                retry_after: until.wait_time_from(self.clock.now()).max(Duration::from_millis(1)),
            }),
        }
    }
}

impl<C: Clock> Counted<C> {
    fn sweep(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

#[async_trait]
impl<C: Clock + Clone + Send + Sync> RateLimiter for GovernorLimiter<C>
where
    C::Instant: Send + Sync,
{
    async fn check(&self, rule: Rule, key: &LimitKey) -> Result<Verdict, StoreError> {
        Ok(self.judge(rule, key))
    }
}

impl<C: Clock> fmt::Debug for GovernorLimiter<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quotas = self.rules.iter().map(|(rule, c)| (rule, c.quota));
        f.debug_map().entries(quotas).finish()
    }
}

#[cfg(test)]
mod tests;
