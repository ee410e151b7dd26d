use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    limits::{LimitKey, RateLimiter, Rule, Verdict},
    store::StoreError,
};
use metrics::{counter, describe_counter};

const REFUSED: &str = "bookplate_limits_refused_total";

/// A limiter whose refusals are counted, by rule.
pub struct CountedRefusals(Arc<dyn RateLimiter>);

impl CountedRefusals {
    /// Counts what another refuses.
    pub fn of(limiter: Arc<dyn RateLimiter>) -> Self {
        describe_counter!(REFUSED, "Tries that a limit refused, by its rule.");
        for rule in Rule::ALL {
            counter!(REFUSED, "rule" => rule.as_str()).absolute(0);
        }
        Self(limiter)
    }
}

#[async_trait]
impl RateLimiter for CountedRefusals {
    async fn check(&self, rule: Rule, key: &LimitKey) -> Result<Verdict, StoreError> {
        self.0.check(rule, key).await.inspect(count)
    }
}

/// Counts a verdict if it refuses.
pub(super) fn count(verdict: &Verdict) {
    if let Verdict::Refused(refusal) = verdict {
        counter!(REFUSED, "rule" => refusal.rule.as_str()).increment(1);
    }
}
