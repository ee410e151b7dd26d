//! Columns whose type depends on the database.

use sea_orm_migration::{
    prelude::{ColumnDef, IntoIden, SchemaManager},
    sea_orm::DbBackend,
};

/// A UUID: native on PostgreSQL, its 16 bytes on SQLite.
pub(crate) fn uuid(manager: &SchemaManager<'_>, name: impl IntoIden) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    match manager.get_database_backend() {
        DbBackend::Sqlite => column.blob(),
        _ => column.uuid(),
    };
    column
}

/// A moment: `timestamptz` on PostgreSQL. On SQLite RFC 3339 text in UTC with exactly three
/// digits of milliseconds, so that the order of the texts is the order of the moments.
pub(crate) fn moment(manager: &SchemaManager<'_>, name: impl IntoIden) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    match manager.get_database_backend() {
        DbBackend::Sqlite => column.text(),
        _ => column.timestamp_with_time_zone(),
    };
    column
}

/// A JSON document: `jsonb` on PostgreSQL, text on SQLite.
pub(crate) fn document(manager: &SchemaManager<'_>, name: impl IntoIden) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    match manager.get_database_backend() {
        DbBackend::Sqlite => column.text(),
        _ => column.json_binary(),
    };
    column
}
