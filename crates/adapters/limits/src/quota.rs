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
    /// Far from where governor's 64 bits of nanoseconds overflow.
    const LONGEST: Duration = Duration::from_secs(10 * 366 * 24 * 60 * 60);

    /// The same in governor's terms: the time for one to come back, and the burst.
    pub(crate) fn to_governor(self) -> Option<governor::Quota> {
        let one = self.per.min(Self::LONGEST) / self.burst.get();
        let quota = governor::Quota::with_period(one.max(Duration::from_nanos(1)))?;
        Some(quota.allow_burst(self.burst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_burst_comes_back_one_by_one_over_the_whole_time() {
        let quota = Quota { burst: NonZeroU32::new(5).unwrap(), per: Duration::from_secs(900) };
        let governor = quota.to_governor().unwrap();
        assert_eq!(governor.replenish_interval(), Duration::from_secs(180));
        assert_eq!(governor.burst_size().get(), 5);
    }

    #[test]
    fn no_number_overflows() {
        for burst in [1, u32::MAX] {
            for per in [Duration::ZERO, Duration::MAX] {
                let burst = NonZeroU32::new(burst).unwrap();
                assert!(Quota { burst, per }.to_governor().is_some());
            }
        }
    }
}
