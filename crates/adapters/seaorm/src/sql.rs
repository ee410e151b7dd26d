use bookplate_domain::{shared::Timestamp, store::StoreError, users::EmailAddress};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, QueryResult, Statement, Value};

use crate::{
    db_time::DbTime,
    error::{reading, store_error},
};

/// The canonical forms of addresses, as one value: a JSON list has room for any number of them.
pub(crate) fn canonical(addresses: &[EmailAddress]) -> serde_json::Value {
    addresses.iter().map(EmailAddress::canonical).collect()
}

/// A constant statement on its way to a connection.
///
/// Placeholders are `$1`, `$2`, … on both databases: SQLite's driver reads them like PostgreSQL. A limit
/// that is one is written `LIMIT +$1`: SQLite plans for the value of a bare one, and so compiles the
/// statement anew each time it is run.
pub(crate) struct Sql<'c, C> {
    connection: &'c C,
    text: &'static str,
    values: Vec<Value>,
}

impl<'c, C: ConnectionTrait> Sql<'c, C> {
    /// A statement that both databases understand.
    pub(crate) fn new(connection: &'c C, text: &'static str) -> Self {
        let values = Vec::new();
        Self { connection, text, values }
    }

    /// A statement that each database has to be told in its own way.
    pub(crate) fn either(connection: &'c C, sqlite: &'static str, postgres: &'static str) -> Self {
        match connection.get_database_backend() {
            DbBackend::Sqlite => Self::new(connection, sqlite),
            _ => Self::new(connection, postgres),
        }
    }

    /// Gives the next placeholder its value.
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Gives the next placeholder a moment.
    pub(crate) fn at(self, moment: Timestamp) -> Self {
        let backend = self.connection.get_database_backend();
        self.bind(DbTime::new(moment, backend))
    }

    /// Answers how many rows the statement changed.
    pub(crate) async fn run(self) -> Result<u64, StoreError> {
        let done = self.connection.execute_raw(self.statement()).await;
        Ok(done.map_err(store_error)?.rows_affected())
    }

    /// Answers the first row; `what` says what it is.
    pub(crate) async fn one<R: FromQueryResult>(
        self,
        what: &'static str,
    ) -> Result<Option<R>, StoreError> {
        self.one_by(what, |row| R::from_query_result(row, "").map_err(reading(what))).await
    }

    /// Answers the first row as `read` makes it; `what` says what it is.
    pub(crate) async fn one_by<R>(
        self,
        what: &'static str,
        read: impl Fn(&QueryResult) -> Result<R, StoreError>,
    ) -> Result<Option<R>, StoreError> {
        let row = self.connection.query_one_raw(self.statement()).await;
        row.map_err(reading(what))?.as_ref().map(read).transpose()
    }

    /// Answers every row; `what` says what they are.
    pub(crate) async fn all<R: FromQueryResult>(
        self,
        what: &'static str,
    ) -> Result<Vec<R>, StoreError> {
        self.all_by(what, |row| R::from_query_result(row, "").map_err(reading(what))).await
    }

    /// Answers every row as `read` makes it; `what` says what they are.
    pub(crate) async fn all_by<R>(
        self,
        what: &'static str,
        read: impl Fn(&QueryResult) -> Result<R, StoreError>,
    ) -> Result<Vec<R>, StoreError> {
        let rows = self.connection.query_all_raw(self.statement()).await;
        rows.map_err(reading(what))?.iter().map(read).collect()
    }

    fn statement(self) -> Statement {
        let backend = self.connection.get_database_backend();
        Statement::from_sql_and_values(backend, self.text, self.values)
    }
}
