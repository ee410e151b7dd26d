use std::{num::NonZeroU32, time::Duration};

/// How often something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// How many times at once.
    pub burst: NonZeroU32,
    /// How long it takes for a spent burst to be whole again.
    pub per: Duration,
}

impl Quota {
    /// Far from where the counters of any adapter overflow.
    const LONGEST: Duration = Duration::from_secs(10 * 366 * 24 * 60 * 60);

    /// How long it takes for one try to come back; never nothing.
    pub fn one(self) -> Duration {
        (self.per.min(Self::LONGEST) / self.burst.get()).max(Duration::from_nanos(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_burst_comes_back_one_by_one_over_the_whole_time() {
        let quota = Quota { burst: NonZeroU32::new(5).unwrap(), per: Duration::from_secs(900) };
        assert_eq!(quota.one(), Duration::from_secs(180));
    }
}
