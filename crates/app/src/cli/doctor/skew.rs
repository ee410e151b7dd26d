use super::finding::{Finding, Status};

const SECOND: i64 = 1000;
/// Further apart than this and something is not set by the network's time.
const NOTICED: i64 = SECOND;
/// Nodes may be this far apart, and verifiers of tokens allow for no more.
const ALLOWED: i64 = 5 * SECOND;

/// How far another clock is from ours, in milliseconds and at least: it may have been read at any
/// moment between the question and the answer, and may be coarse. Ahead is above zero.
pub(super) fn apart(asked_at: i64, had_at: i64, earliest: i64, latest: i64) -> i64 {
    let (least, most) = (earliest - had_at, latest - asked_at);
    if least > 0 { least } else { most.min(0) }
}

/// What that means.
pub(super) fn finding(whose: &str, apart: i64) -> Finding {
    let seconds = format!("{}.{} s", apart.abs() / SECOND, apart.abs() % SECOND / 100);
    let way = if apart > 0 { "ahead of" } else { "behind" };
    let status = match apart.abs() {
        apart if apart <= NOTICED => Status::Ok,
        apart if apart <= ALLOWED => Status::Warning,
        _ => Status::Error,
    };
    let detail = match status {
        Status::Ok => format!("{whose} and this machine agree within a second"),
        _ => format!("{whose} is {seconds} {way} this machine: set both by NTP"),
    };
    Finding::new(status, "clock", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_may_be_right_is_right() {
        // Read between 1000 and 1400 of ours.
        assert_eq!(apart(1000, 1400, 1200, 1200), 0);
        assert_eq!(apart(1000, 1400, 1000, 1000), 0);
        assert_eq!(apart(1000, 1400, 1400, 1400), 0);
        // A coarse one that says a second and means any moment of it.
        assert_eq!(apart(1900, 1950, 1000, 2000), 0);
    }

    #[test]
    fn what_the_way_and_the_clock_cannot_explain_is_skew() {
        assert_eq!(apart(1000, 1400, 3400, 3400), 2000);
        assert_eq!(apart(5000, 5400, 3000, 3000), -2000);
        assert_eq!(apart(5000, 5400, 3000, 4000), -1000);
    }

    #[test]
    fn more_than_a_second_is_noticed_and_more_than_five_are_wrong() {
        for (apart, status) in [
            (0, Status::Ok),
            (-1000, Status::Ok),
            (1001, Status::Warning),
            (-5000, Status::Warning),
            (5001, Status::Error),
            (-60_000, Status::Error),
        ] {
            assert_eq!(finding("it", apart).status, status, "{apart}");
        }
        assert!(finding("it", -7250).detail.contains("is 7.2 s behind this machine"));
    }
}
