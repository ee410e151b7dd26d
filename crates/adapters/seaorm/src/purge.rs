//! How some of what has had its time is removed at once.

use sea_orm::ConnectionTrait;

use crate::sql::Sql;

/// One statement for each database, which removes the rows of a table that a condition names, the
/// oldest first.
pub(crate) struct Purge {
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

impl Purge {
    /// The statement for a connection: `$1` is how many rows go at most, the rest is the condition's.
    pub(crate) fn on<'c, C: ConnectionTrait>(&self, connection: &'c C, count: u32) -> Sql<'c, C> {
        Sql::either(connection, self.sqlite, self.postgres).bind(i64::from(count))
    }
}

/// A [`Purge`]. Its condition counts its placeholders from `$2`.
macro_rules! purge {
    ($table:literal, $which:literal, oldest by $moment:literal $(, returning $column:literal)?) => {
        purge!(
            $table by "id", sqlite: $which, postgres: $which, oldest by $moment
            $(, returning $column)?
        )
    };
    (
        $table:literal by $key:literal, sqlite: $on_sqlite:literal, postgres: $on_postgres:literal,
        oldest by $moment:literal $(, returning $column:literal)?
    ) => {
        $crate::purge::Purge {
            sqlite: concat!(
                "DELETE FROM ", $table, " WHERE ", $key, " IN (SELECT ", $key, " FROM ", $table,
                " WHERE ", $on_sqlite, " ORDER BY ", $moment, " LIMIT +$1)"
                $(, " RETURNING ", $column)?
            ),
            // What another transaction keeps, as another node that purges, is passed over and not
            // waited for. As an array the choice is made once; `IN` may make it once for each row,
            // and each time take others.
            postgres: concat!(
                "DELETE FROM ", $table, " WHERE ", $key, " = ANY(ARRAY(SELECT ", $key, " FROM ",
                $table, " WHERE ", $on_postgres, " ORDER BY ", $moment, " LIMIT +$1 FOR UPDATE OF ",
                $table, " SKIP LOCKED))"
                $(, " RETURNING ", $column)?
            ),
        }
    };
}
pub(crate) use purge;
