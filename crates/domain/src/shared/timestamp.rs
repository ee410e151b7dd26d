use std::{fmt, time::Duration};

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A moment in UTC with the precision of the contract: whole milliseconds.
///
/// Every store keeps exactly this precision, so a moment reads back as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The last millisecond of the year 9999: what RFC 3339 can still write.
    const MAX_MILLIS: i64 = 253_402_300_799_999;

    /// Milliseconds since 1970-01-01T00:00:00Z, held within the years 1970 to 9999.
    pub const fn from_unix_millis(millis: i64) -> Self {
        match millis {
            ..0 => Self(0),
            0..=Self::MAX_MILLIS => Self(millis),
            _ => Self(Self::MAX_MILLIS),
        }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn unix_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down: JWT's `NumericDate`.
    pub fn unix_seconds(self) -> i64 {
        self.0 / 1000
    }

    /// The moment `duration` later.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self::from_unix_millis(self.0.saturating_add(millis))
    }

    /// The moment `duration` earlier, 1970 at the earliest.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self::from_unix_millis(self.0.saturating_sub(millis))
    }

    /// How long after `earlier` this is; zero if it is not after.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The same moment as the `time` crate writes it.
    pub fn to_offset_date_time(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(moment: OffsetDateTime) -> Self {
        // Without going to UTC first: close to the year 10000 that would panic.
        let millis = moment.unix_timestamp_nanos() / 1_000_000;
        Self::from_unix_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }
}

/// RFC 3339 with exactly three digits of milliseconds and `Z`: `2026-11-21T09:30:00.000Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = OffsetDateTime::from_unix_timestamp(self.unix_seconds())
            .map_err(|_| fmt::Error)?
            .format(&Rfc3339)
            .map_err(|_| fmt::Error)?;
        write!(f, "{}.{:03}Z", whole.trim_end_matches('Z'), self.0 % 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_with_three_digits_of_milliseconds_and_z() {
        assert_eq!(Timestamp::from_unix_millis(0).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(
            Timestamp::from_unix_millis(1_795_253_400_070).to_string(),
            "2026-11-21T09:30:00.070Z"
        );
    }

    #[test]
    fn text_order_is_time_order() {
        let moments = [0, 9, 10, 99, 500, 510, 999, 1000, 1_795_253_400_070];
        let texts = moments.map(|m| Timestamp::from_unix_millis(m).to_string());
        assert!(texts.is_sorted());
    }

    #[test]
    fn it_survives_the_time_crate_and_never_leaves_its_range() {
        let moment = Timestamp::from_unix_millis(1_795_253_400_070);
        assert_eq!(Timestamp::from(moment.to_offset_date_time()), moment);
        assert_eq!(moment.plus(Duration::MAX).to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Timestamp::from_unix_millis(-1).unix_millis(), 0);
    }

    #[test]
    fn a_moment_beyond_the_last_year_is_the_last_one() {
        for text in ["9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59-23:59"] {
            let moment = OffsetDateTime::parse(text, &Rfc3339).unwrap();
            assert_eq!(Timestamp::from(moment).unix_millis(), Timestamp::MAX_MILLIS);
        }
        let first = OffsetDateTime::parse("0000-01-01T00:00:00+23:59", &Rfc3339).unwrap();
        assert_eq!(Timestamp::from(first).unix_millis(), 0);
    }
}
