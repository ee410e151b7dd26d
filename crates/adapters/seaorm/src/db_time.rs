use bookplate_domain::shared::Timestamp;
use sea_orm::{
    ColIdx, DbBackend, QueryResult, TryGetError, TryGetable, Value,
    sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr},
};
use time::OffsetDateTime;

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
        let moment = OffsetDateTime::try_get_by(row, index)?.into();
        // It was read: in which form it would be written is not known, nor needed.
        Ok(Self { moment, as_text: false })
    }
}

impl Nullable for DbTime {
    fn null() -> Value {
        OffsetDateTime::null()
    }
}

impl ValueType for DbTime {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        let moment = <OffsetDateTime as ValueType>::try_from(value)?.into();
        Ok(Self { moment, as_text: false })
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
