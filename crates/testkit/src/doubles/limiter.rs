use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use bookplate_domain::{
    limits::{Allowance, LimitKey, LimitReached, RateLimiter, Rule, Verdict},
    store::StoreError,
};

/// Counts the tries under some rules in a map, by the generic cell rate algorithm.
#[derive(Debug, Default)]
pub struct PlainLimiter {
    quotas: HashMap<Rule, (NonZeroU32, Duration)>,
    whole_again: Mutex<HashMap<(Rule, LimitKey), Instant>>,
}

impl PlainLimiter {
    /// Limits one rule more.
    #[must_use]
    pub fn with(mut self, rule: Rule, burst: NonZeroU32, per: Duration) -> Self {
        self.quotas.insert(rule, (burst, per));
        self
    }
}

#[async_trait::async_trait]
impl RateLimiter for PlainLimiter {
    async fn check(&self, rule: Rule, key: &LimitKey) -> Result<Verdict, StoreError> {
        let Some(&(burst, per)) = self.quotas.get(&rule) else {
            return Ok(Verdict::Allowed(None));
        };
        let (one, burst) = (per / burst.get(), burst.get());
        let mut all = self.whole_again.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let whole_again = all.entry((rule, key.clone())).or_insert(now);
        let owed = whole_again.saturating_duration_since(now) + one;
        if owed > per {
            return Ok(Verdict::Refused(LimitReached {
                rule,
                burst,
                per,
                retry_after: owed - per,
            }));
        }
        *whole_again = now + owed;
        let left = (per - owed).as_nanos() / one.as_nanos();
        Ok(Verdict::Allowed(Some(Allowance {
            rule,
            burst,
            per,
            remaining: u32::try_from(left).unwrap_or(u32::MAX),
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::PlainLimiter;

    crate::rate_limiter_conformance!(
        |rule, burst, per| PlainLimiter::default().with(rule, burst, per)
    );
}
