use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use bookplate_domain::shared::{Clock, Timestamp};

/// A clock that stands still until it is told.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows a moment.
    pub fn at(moment: Timestamp) -> Self {
        Self(AtomicI64::new(moment.unix_millis()))
    }

    /// Lets time pass.
    pub fn advance(&self, duration: Duration) {
        let later = self.now().plus(duration);
        self.0.store(later.unix_millis(), Ordering::SeqCst);
    }

    /// Sets the clock back, as somebody may who corrects it.
    pub fn set_back(&self, duration: Duration) {
        self.0.store(self.now().minus(duration).unix_millis(), Ordering::SeqCst);
    }
}

/// A clock that shows [`a_moment`](crate::a_moment).
impl Default for ManualClock {
    fn default() -> Self {
        Self::at(crate::a_moment())
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(self.0.load(Ordering::SeqCst))
    }
}
