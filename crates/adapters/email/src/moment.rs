use std::sync::LazyLock;

use bookplate_domain::shared::{TimeZoneName, Timestamp};
use jiff::{
    Zoned,
    tz::{TimeZone, TimeZoneDatabase},
};
use minijinja::{Value, context};

/// The database of the build, never the machine's: every node tells the same time.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A moment as the clocks of a time zone show it; in UTC if the zone is unknown.
#[derive(Debug)]
pub(crate) struct LocalMoment(Zoned);

impl LocalMoment {
    pub(crate) fn new(moment: Timestamp, zone: Option<&TimeZoneName>) -> Self {
        let known = zone.and_then(|zone| ZONES.get(zone.as_str()).ok());
        let zone = known.filter(|zone| !zone.is_unknown()).unwrap_or(TimeZone::UTC);
        // Only the last day of the year 9999 is beyond what every zone can tell.
        let moment =
            jiff::Timestamp::from_millisecond(moment.unix_millis()).unwrap_or(jiff::Timestamp::MAX);
        Self(moment.to_zoned(zone))
    }

    /// What a language says a moment with. `months` are its names of them.
    pub(crate) fn to_value(&self, months: &[String; 12]) -> Value {
        let month = usize::try_from(self.0.month()).unwrap_or(1);
        context! {
            day => self.0.day(),
            month => months.get(month.saturating_sub(1)),
            year => self.0.year(),
            hour => format!("{:02}", self.0.hour()),
            minute => format!("{:02}", self.0.minute()),
            zone => self.zone(),
        }
    }

    /// `CET`; `UTC+05:30` for the many zones whose short name is a bare number.
    fn zone(&self) -> String {
        let name = self.0.strftime("%Z").to_string();
        if name.starts_with(['+', '-']) { self.0.strftime("UTC%:z").to_string() } else { name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(millis: i64, zone: Option<&str>) -> String {
        let zone = zone.map(|zone| TimeZoneName::from_stored(zone.to_owned()));
        let moment = LocalMoment::new(Timestamp::from_unix_millis(millis), zone.as_ref());
        let value = moment.to_value(&std::array::from_fn(|index| (index + 1).to_string()));
        let part = |name: &str| value.get_attr(name).unwrap().to_string();
        let names = ["year", "month", "day", "hour", "minute", "zone"];
        names.map(part).join(" ")
    }

    #[test]
    fn a_moment_is_told_as_the_clocks_of_the_reader_show_it() {
        let winter = 1_795_253_400_000;
        let summer = 1_782_864_000_000;
        for (millis, zone, expected) in [
            (winter, "Europe/Berlin", "2026 11 21 10 30 CET"),
            (summer, "Europe/Berlin", "2026 7 1 02 00 CEST"),
            (summer, "America/New_York", "2026 6 30 20 00 EDT"),
            (winter, "Asia/Karachi", "2026 11 21 14 30 PKT"),
            (winter, "america/sao_paulo", "2026 11 21 06 30 UTC-03:00"),
            (winter, "Asia/Kathmandu", "2026 11 21 15 15 UTC+05:45"),
            (winter, "Etc/GMT+5", "2026 11 21 04 30 UTC-05:00"),
        ] {
            assert_eq!(told(millis, Some(zone)), expected);
        }
    }

    #[test]
    fn without_a_known_zone_it_is_told_in_utc() {
        for zone in [None, Some("UTC"), Some("Etc/UTC"), Some("Mars/Olympus"), Some("Etc/Unknown")]
        {
            assert_eq!(told(1_795_253_400_000, zone), "2026 11 21 09 30 UTC");
        }
        assert_eq!(told(0, None), "1970 1 1 00 00 UTC");
        assert_eq!(told(i64::MAX, Some("Pacific/Kiritimati")), "9999 12 31 12 00 UTC+14:00");
    }
}
