use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    limits::{LimitKey, RateLimiter, Rule, Verdict},
    store::StoreError,
};

/// Two limiters, one behind the other: the first stops a flood for nothing, and only what it lets
/// through is counted by the second.
pub struct TwoLines {
    first: Arc<dyn RateLimiter>,
    second: Arc<dyn RateLimiter>,
}

impl TwoLines {
    /// Puts one limiter before another. What the second does not limit is judged by the first alone.
    pub fn new(first: Arc<dyn RateLimiter>, second: Arc<dyn RateLimiter>) -> Self {
        Self { first, second }
    }
}

#[async_trait]
impl RateLimiter for TwoLines {
    async fn check(&self, rule: Rule, key: &LimitKey) -> Result<Verdict, StoreError> {
        let first = self.first.check(rule, key).await?;
        if let Verdict::Refused(_) = first {
            return Ok(first);
        }
        Ok(match self.second.check(rule, key).await? {
            Verdict::Allowed(None) => first,
            second => second,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{num::NonZeroU32, time::Duration};

    use bookplate_domain::limits::Quota;

    use super::*;
    use crate::GovernorLimiter;

    const HOUR: Duration = Duration::from_secs(3600);

    fn limiter(rules: &[(Rule, u32)]) -> Arc<GovernorLimiter> {
        let quota = |(rule, burst): &(Rule, u32)| {
            (*rule, Quota { burst: NonZeroU32::new(*burst).unwrap(), per: HOUR })
        };
        Arc::new(GovernorLimiter::new(rules.iter().map(quota)))
    }

    async fn left(limiter: &impl RateLimiter, rule: Rule) -> Option<u32> {
        match limiter.check(rule, &LimitKey::network([192, 0, 2, 1].into())).await.unwrap() {
            Verdict::Allowed(allowance) => allowance.map(|allowance| allowance.remaining),
            Verdict::Refused(_) => Some(u32::MAX),
        }
    }

    #[tokio::test]
    async fn what_the_first_refuses_the_second_does_not_count() {
        let second = limiter(&[(Rule::LogIn, 5)]);
        let both = TwoLines::new(limiter(&[(Rule::LogIn, 2)]), second.clone());
        assert_eq!(left(&both, Rule::LogIn).await, Some(4), "the second tells");
        assert_eq!(left(&both, Rule::LogIn).await, Some(3));
        for _ in 0..9 {
            assert_eq!(left(&both, Rule::LogIn).await, Some(u32::MAX));
        }
        assert_eq!(left(second.as_ref(), Rule::LogIn).await, Some(2));
    }

    #[tokio::test]
    async fn what_the_second_does_not_limit_the_first_does() {
        let both = TwoLines::new(limiter(&[(Rule::Refresh, 1)]), limiter(&[(Rule::LogIn, 1)]));
        assert_eq!(left(&both, Rule::Refresh).await, Some(0));
        assert_eq!(left(&both, Rule::Refresh).await, Some(u32::MAX));
        assert_eq!(left(&both, Rule::LogIn).await, Some(0));
        assert_eq!(left(&both, Rule::LogIn).await, Some(u32::MAX));
        assert_eq!(left(&both, Rule::Export).await, None);
    }
}
