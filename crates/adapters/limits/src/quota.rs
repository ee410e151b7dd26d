use bookplate_domain::limits::Quota;

/// The same in governor's terms: the time for one to come back, and the burst.
pub(crate) fn to_governor(quota: Quota) -> Option<governor::Quota> {
    governor::Quota::with_period(quota.one()).map(|governor| governor.allow_burst(quota.burst))
}

#[cfg(test)]
mod tests {
    use std::{num::NonZeroU32, time::Duration};

    use super::*;

    #[test]
    fn the_burst_comes_back_one_by_one_over_the_whole_time() {
        let quota = Quota { burst: NonZeroU32::new(5).unwrap(), per: Duration::from_secs(900) };
        let governor = to_governor(quota).unwrap();
        assert_eq!(governor.replenish_interval(), Duration::from_secs(180));
        assert_eq!(governor.burst_size().get(), 5);
    }

    #[test]
    fn no_number_overflows() {
        for burst in [1, u32::MAX] {
            for per in [Duration::ZERO, Duration::MAX] {
                let burst = NonZeroU32::new(burst).unwrap();
                assert!(to_governor(Quota { burst, per }).is_some());
            }
        }
    }
}
