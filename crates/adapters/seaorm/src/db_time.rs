use bookplate_domain::shared::Timestamp;
use sea_orm::{
    ColIdx, DbBackend, QueryResult, TryGetError, TryGetable, Value,
    sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr},
};
use time::{Date, Month, OffsetDateTime};

/// A moment as the database at hand keeps it.
///
/// PostgreSQL has a type for it. SQLite compares text byte by byte, so there it is RFC 3339 in UTC
/// with exactly three digits of milliseconds, whose order is that of the moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DbTime {
    moment: Timestamp,
    as_text: bool,
}

impl DbTime {
    /// The moment, to be written to a database of this kind.
    pub(crate) fn new(moment: Timestamp, backend: DbBackend) -> Self {
        let as_text = backend == DbBackend::Sqlite;
        Self { moment, as_text }
    }

    /// A moment that was read: in which form it would be written is not known, nor needed.
    pub(crate) fn read(moment: Timestamp) -> Self {
        Self { moment, as_text: false }
    }
}

impl From<DbTime> for Timestamp {
    fn from(time: DbTime) -> Self {
        time.moment
    }
}

impl From<DbTime> for Value {
    fn from(time: DbTime) -> Self {
        if time.as_text {
            time.moment.to_string().into()
        } else {
            time.moment.to_offset_date_time().into()
        }
    }
}

impl TryGetable for DbTime {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        Ok(Self::read(OffsetDateTime::try_get_by(row, index)?.into()))
    }
}

impl Nullable for DbTime {
    fn null() -> Value {
        OffsetDateTime::null()
    }
}

impl ValueType for DbTime {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        Ok(Self::read(<OffsetDateTime as ValueType>::try_from(value)?.into()))
    }

    fn type_name() -> String {
        "DbTime".to_owned()
    }

    fn array_type() -> ArrayType {
        OffsetDateTime::array_type()
    }

    fn column_type() -> ColumnType {
        ColumnType::TimestampWithTimeZone
    }
}

/// The milliseconds since 1970 of a text that is exactly as [`DbTime`] writes it. There is one way to
/// read that, and a general parser of moments tries many.
pub(crate) fn millis_of_text(text: &str) -> Option<i64> {
    let bytes: &[u8; 24] = text.as_bytes().try_into().ok()?;
    for (at, mark) in
        [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')]
    {
        if bytes[at] != mark {
            return None;
        }
    }
    let digits = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0_u16, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + u16::from(byte - b'0'))
        })
    };
    let two = |from| -> Option<u8> { digits(from, from + 2)?.try_into().ok() };
    let month: Month = two(5)?.try_into().ok()?;
    let date = Date::from_calendar_date(digits(0, 4)?.into(), month, two(8)?).ok()?;
    let moment = date.with_hms_milli(two(11)?, two(14)?, two(17)?, digits(20, 23)?).ok()?;
    let moment = moment.assume_utc();
    Some(moment.unix_timestamp() * 1000 + i64::from(moment.millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_as_text_reads_back() {
        for millis in [0, 1, 951_827_696_789, 1_795_253_400_070, 253_402_300_799_999] {
            let text = Timestamp::from_unix_millis(millis).to_string();
            assert_eq!(millis_of_text(&text), Some(millis), "{text}");
        }
    }

    #[test]
    fn no_other_text_is_taken_for_a_moment() {
        for text in [
            "",
            "2026-11-21T09:30:00Z",
            "2026-11-21 09:30:00.000Z",
            "2026-11-21T09:30:00.000+",
            "2026-02-29T09:30:00.000Z",
            "2026-11-21T24:30:00.000Z",
            "2026-11-21T09:3é:00.00Z",
            "+026-11-21T09:30:00.000Z",
        ] {
            assert_eq!(millis_of_text(text), None, "{text}");
        }
    }
}
