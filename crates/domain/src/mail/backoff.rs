use std::time::Duration;

use crate::shared::Random;

/// Pauses that double with each failure, each of them up to a quarter longer by chance, so that
/// what failed together is not tried again together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// The pause after the first failure.
    pub first: Duration,
    /// No pause is longer.
    pub longest: Duration,
}

impl Backoff {
    /// The pause after so many failures, or the wish of whoever failed if that is longer: a
    /// provider that always says "one second" must not use up all attempts in a few.
    pub fn pause(self, failures: u32, wish: Option<Duration>, random: &dyn Random) -> Duration {
        let doubled = self.first.saturating_mul(1 << failures.saturating_sub(1).min(16));
        let pause = doubled.max(wish.unwrap_or_default()).min(self.longest);
        let mut chance = [0; 2];
        random.fill(&mut chance);
        let share = f64::from(u16::from_be_bytes(chance)) / f64::from(u16::MAX);
        pause.mul_f64(1.0 + share / 4.0).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Always(u8);
    impl Random for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    const SECOND: Duration = Duration::from_secs(1);
    const BACKOFF: Backoff =
        Backoff { first: Duration::from_secs(5), longest: Duration::from_secs(3600) };

    #[test]
    fn a_pause_doubles_up_to_the_longest() {
        for (failures, seconds) in
            [(1, 5), (2, 10), (5, 80), (10, 2560), (11, 3600), (u32::MAX, 3600)]
        {
            assert_eq!(BACKOFF.pause(failures, None, &Always(0)), seconds * SECOND);
        }
    }

    #[test]
    fn chance_makes_it_up_to_a_quarter_longer() {
        assert_eq!(BACKOFF.pause(3, None, &Always(0xff)), 25 * SECOND);
        let half = BACKOFF.pause(3, None, &Always(0x7f));
        assert!(half > 22 * SECOND && half < 23 * SECOND, "{half:?}");
        assert_eq!(BACKOFF.pause(20, None, &Always(0xff)), 3600 * SECOND);
    }

    #[test]
    fn a_longer_wish_is_granted_and_a_shorter_one_is_not() {
        for (wish, granted) in [(60, 60), (1, 5), (86_400, 3600)] {
            assert_eq!(BACKOFF.pause(1, Some(wish * SECOND), &Always(0)), granted * SECOND);
        }
    }
}
