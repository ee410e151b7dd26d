//! How much work something was, so that something else can be made as much.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::Duration,
};

/// The effort of a full bcrypt on this machine as it is now: a mean in which the last ones count
/// the most.
pub(super) struct RecentEffort {
    mean: AtomicU64,
    is_guess: AtomicBool,
}

impl RecentEffort {
    /// The weight of one more is one in so many.
    const MEMORY: u64 = 8;

    /// The first one that is noted takes the place of a guess.
    pub(super) fn guessed(effort: Duration) -> Self {
        Self { mean: AtomicU64::new(nanoseconds(effort)), is_guess: AtomicBool::new(true) }
    }

    /// Two at once may lose one of them, which does no harm.
    pub(super) fn note(&self, another: Duration) {
        let mean = match self.is_guess.swap(false, Ordering::Relaxed) {
            true => nanoseconds(another),
            false => {
                let mean = self.mean.load(Ordering::Relaxed);
                mean - mean / Self::MEMORY + nanoseconds(another) / Self::MEMORY
            }
        };
        self.mean.store(mean, Ordering::Relaxed);
    }

    pub(super) fn mean(&self) -> Duration {
        Duration::from_nanos(self.mean.load(Ordering::Relaxed))
    }
}

fn nanoseconds(effort: Duration) -> u64 {
    u64::try_from(effort.as_nanos()).unwrap_or(u64::MAX)
}

/// Measures the calling thread.
pub(super) struct Stopwatch(Duration);

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self(now())
    }

    pub(super) fn spent(&self) -> Duration {
        now().saturating_sub(self.0)
    }
}

/// The processor time of this thread. Whatever else runs does not add to it, so that a busy machine
/// stretches what is made up for as it stretches bcrypt.
#[cfg(target_os = "linux")]
fn now() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap_or_default()
}

/// The time that passes, where threads have no clock of their own.
#[cfg(not(target_os = "linux"))]
fn now() -> Duration {
    use std::{sync::LazyLock, time::Instant};
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}
