use std::sync::Arc;

use bookplate_domain::{shared::Timestamp, store::StoreError};
use sea_orm::{
    DbErr, QueryResult, RuntimeErr,
    sqlx::{Decode, Error, Postgres, Row, Sqlite, Type, postgres::PgRow, sqlite::SqliteRow},
};
use time::OffsetDateTime;

use super::read::corrupt;
use crate::{
    db_time::{DbTime, millis_of_text},
    error::reading,
};

/// The columns of a row, one after the other in the order of its statement: of long lists, and
/// of what each request reads, where looking each up by its name costs more than reading it.
pub(crate) struct InOrder<'r> {
    row: Kind<'r>,
    what: &'static str,
    next: usize,
}

enum Kind<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

impl<'r> InOrder<'r> {
    /// The columns of a row; `what` says what it is.
    pub(crate) fn of(row: &'r QueryResult, what: &'static str) -> Result<Self, StoreError> {
        let sqlite = row.try_as_sqlite_row().map(Kind::Sqlite);
        let row = sqlite.or_else(|| row.try_as_pg_row().map(Kind::Postgres));
        let row = row.ok_or_else(|| StoreError::Backend("a row of neither database".into()))?;
        Ok(Self { row, what, next: 0 })
    }

    /// The next column.
    pub(crate) fn column<T>(&mut self) -> Result<T, StoreError>
    where
        T: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, Postgres> + Type<Postgres>,
    {
        let at = self.step();
        let column = match self.row {
            Kind::Sqlite(row) => row.try_get(at),
            Kind::Postgres(row) => row.try_get(at),
        };
        column.map_err(|error| self.failed(error))
    }

    /// The next column, which is a moment.
    pub(crate) fn moment(&mut self) -> Result<Timestamp, StoreError> {
        let moment = self.moment_or_null()?;
        moment.ok_or_else(|| corrupt(self.what, "a moment is missing"))
    }

    /// The next column, which is a moment or null.
    pub(crate) fn moment_or_null(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let at = self.step();
        let moment = match self.row {
            Kind::Postgres(row) => row.try_get(at),
            Kind::Sqlite(row) => match row.try_get(at) {
                Ok(None) => return Ok(None),
                Ok(Some(text)) => match millis_of_text(text) {
                    Some(millis) => return Ok(Some(Timestamp::from_unix_millis(millis))),
                    None => row.try_get(at),
                },
                Err(error) => Err(error),
            },
        };
        let moment: Option<OffsetDateTime> = moment.map_err(|error| self.failed(error))?;
        Ok(moment.map(Timestamp::from))
    }

    /// The same as the database keeps it.
    pub(crate) fn time(&mut self) -> Result<DbTime, StoreError> {
        self.moment().map(DbTime::read)
    }

    /// The same of one that may be null.
    pub(crate) fn time_or_null(&mut self) -> Result<Option<DbTime>, StoreError> {
        Ok(self.moment_or_null()?.map(DbTime::read))
    }

    fn step(&mut self) -> usize {
        let at = self.next;
        self.next += 1;
        at
    }

    fn failed(&self, error: Error) -> StoreError {
        reading(self.what)(DbErr::Query(RuntimeErr::SqlxError(Arc::new(error))))
    }
}
