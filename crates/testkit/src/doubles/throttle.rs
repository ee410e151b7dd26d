use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bookplate_domain::{
    limits::{GrowingDelay, LimitKey, PasswordThrottle, Verdict},
    shared::{Clock, Timestamp},
    store::StoreError,
};

/// Counts wrong passwords in a map.
#[derive(Default)]
pub struct PlainThrottle {
    by: Option<(GrowingDelay, Arc<dyn Clock>)>,
    all: Mutex<HashMap<LimitKey, Tries>>,
}

struct Tries {
    failures: u32,
    last_at: Timestamp,
    today: u32,
    day_ends_at: Timestamp,
}

impl PlainThrottle {
    /// Slows down by this delay; the default slows down nobody.
    pub fn new(delay: GrowingDelay, clock: Arc<dyn Clock>) -> Self {
        Self { by: Some((delay, clock)), ..Self::default() }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<LimitKey, Tries>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait::async_trait]
impl PasswordThrottle for PlainThrottle {
    async fn attempt(&self, key: &LimitKey) -> Result<Verdict, StoreError> {
        let Some((delay, clock)) = &self.by else { return Ok(Verdict::Allowed(None)) };
        let now = clock.now();
        let day = now.plus(GrowingDelay::DAY);
        let mut all = self.all();
        let unknown = || Tries { failures: 0, last_at: now, today: 0, day_ends_at: day };
        let tries = all.entry(key.clone()).or_insert_with(unknown);
        let next_at = tries.last_at.plus(delay.after(tries.failures));
        if next_at.plus(GrowingDelay::DAY) <= now {
            *tries = unknown();
        }
        if tries.day_ends_at <= now {
            (tries.today, tries.day_ends_at) = (0, day);
        }
        let is_spent = tries.today >= delay.per_day.get();
        let until = if is_spent { next_at.max(tries.day_ends_at) } else { next_at };
        if until > now {
            return Ok(Verdict::Refused(delay.refusal(until.since(now))));
        }
        tries.failures += 1;
        tries.today += 1;
        tries.last_at = now;
        Ok(Verdict::Allowed(None))
    }

    async fn succeeded(&self, key: &LimitKey) -> Result<(), StoreError> {
        if let Some(tries) = self.all().get_mut(key) {
            tries.failures = 0;
            tries.today = tries.today.saturating_sub(1);
        }
        Ok(())
    }

    async fn unjudged(&self, key: &LimitKey) -> Result<(), StoreError> {
        if let Some(tries) = self.all().get_mut(key) {
            tries.failures = tries.failures.saturating_sub(1);
            tries.today = tries.today.saturating_sub(1);
        }
        Ok(())
    }

    async fn forget(&self, key: &LimitKey) -> Result<(), StoreError> {
        self.all().remove(key);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{ManualClock, password_throttle::InTime};

    struct Timed {
        throttle: PlainThrottle,
        clock: Arc<ManualClock>,
    }

    #[async_trait::async_trait]
    impl InTime for Timed {
        fn throttle(&self) -> &dyn PasswordThrottle {
            &self.throttle
        }

        async fn pass(&self, time: Duration) {
            self.clock.advance(time);
        }
    }

    async fn timed(delay: GrowingDelay) -> Timed {
        let clock = Arc::new(ManualClock::default());
        Timed { throttle: PlainThrottle::new(delay, clock.clone()), clock }
    }

    crate::password_throttle_conformance!(timed);
}
