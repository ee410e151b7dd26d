use std::{num::NonZeroU32, time::Duration};

use super::{LimitReached, Rule};

/// How long wrong passwords make whoever tries the next one wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrowingDelay {
    /// How many failures in a row it takes until there is a delay.
    pub free: NonZeroU32,
    /// How many tries there are in a day at most, those that succeed not counted. A day begins with
    /// the first of them.
    pub per_day: NonZeroU32,
}

impl GrowingDelay {
    /// The delay after as many failures as are free.
    pub const FIRST: Duration = Duration::from_secs(1);
    /// How often it doubles, once for each further failure, until it grows no more.
    pub const DOUBLINGS: u32 = 10;
    /// How long tries are counted from the first one on, and how long after the end of its delay
    /// something is known of a key.
    pub const DAY: Duration = Duration::from_secs(24 * 3600);

    /// How long to wait after this many failures in a row.
    pub fn after(self, failures: u32) -> Duration {
        match failures.checked_sub(self.free.get()) {
            None => Duration::ZERO,
            Some(more) => Self::FIRST * (1 << more.min(Self::DOUBLINGS)),
        }
    }

    /// The refusal of a try that has to wait this long.
    pub fn refusal(self, retry_after: Duration) -> LimitReached {
        let (rule, burst) = (Rule::FailedPasswords, self.per_day.get());
        LimitReached { rule, burst, per: Self::DAY, retry_after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delay() -> GrowingDelay {
        let [free, per_day] = [5, 100].map(|n| NonZeroU32::new(n).unwrap());
        GrowingDelay { free, per_day }
    }

    #[test]
    fn from_the_fifth_failure_on_the_delay_doubles_up_to_seventeen_minutes() {
        let seconds = |failures| delay().after(failures).as_secs();
        assert_eq!([0, 1, 4].map(seconds), [0, 0, 0]);
        assert_eq!([5, 6, 7, 8, 14].map(seconds), [1, 2, 4, 8, 512]);
        assert_eq!([15, 16, 100, u32::MAX].map(seconds), [1024, 1024, 1024, 1024]);
    }

    /// NIST SP 800-63B-4, 3.2.2: no more than a hundred failures in a row.
    #[test]
    fn the_delays_alone_allow_less_than_a_hundred_failures_a_day() {
        let (mut failures, mut elapsed) = (0, Duration::ZERO);
        while elapsed < GrowingDelay::DAY {
            failures += 1;
            elapsed += delay().after(failures);
        }
        assert_eq!(failures, 98);
    }
}
