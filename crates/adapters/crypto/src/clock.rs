use bookplate_domain::shared::{Clock, Timestamp};
use time::OffsetDateTime;

/// The machine's wall clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Timestamp {
        OffsetDateTime::now_utc().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_past_the_year_in_which_it_was_written_and_does_not_stand_still() {
        let first = SystemClock.now();
        assert!(first.to_string().as_str() > "2026");
        std::thread::sleep(std::time::Duration::from_millis(5));
        assert!(SystemClock.now() > first);
    }
}
