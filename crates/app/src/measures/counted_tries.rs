use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    limits::{LimitKey, PasswordThrottle, Verdict},
    store::StoreError,
};

use super::counted_refusals::count;

/// A throttle of passwords whose refusals are counted like those of any other limit.
pub struct CountedTries(Arc<dyn PasswordThrottle>);

impl CountedTries {
    /// Counts what another refuses.
    pub fn of(throttle: Arc<dyn PasswordThrottle>) -> Self {
        Self(throttle)
    }
}

#[async_trait]
impl PasswordThrottle for CountedTries {
    async fn attempt(&self, key: &LimitKey) -> Result<Verdict, StoreError> {
        self.0.attempt(key).await.inspect(count)
    }

    async fn succeeded(&self, key: &LimitKey) -> Result<(), StoreError> {
        self.0.succeeded(key).await
    }

    async fn unjudged(&self, key: &LimitKey) -> Result<(), StoreError> {
        self.0.unjudged(key).await
    }

    async fn forget(&self, key: &LimitKey) -> Result<(), StoreError> {
        self.0.forget(key).await
    }
}
