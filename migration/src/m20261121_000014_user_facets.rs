//! What accounts are filtered by, as one number: role, proven mailbox, suspension. An index that
//! begins with it holds a list of its own for each combination, so that whatever is asked for is
//! found at once, however rare or common it is. The database works the number out.
//!
//! - role: 0 visitor, 1 user, 2 moderator, 3 admin
//! - plus 4 if the mailbox is proven
//! - plus 8 if the account is suspended for good, 16 if until some moment

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

macro_rules! add_column {
    ($kept:literal) => {
        concat!(
            "ALTER TABLE users ADD COLUMN facets integer GENERATED ALWAYS AS (\
             CASE role WHEN 'user' THEN 1 WHEN 'moderator' THEN 2 WHEN 'admin' THEN 3 ELSE 0 END \
             + CASE WHEN email_verified_at IS NULL THEN 0 ELSE 4 END \
             + CASE WHEN suspended_at IS NULL THEN 0 \
             WHEN suspended_until IS NULL THEN 8 ELSE 16 END) ",
            $kept
        )
    };
}

/// SQLite adds no generated column that is kept in the table; the index keeps it anyway.
const ADD_ON_SQLITE: &str = add_column!("VIRTUAL");
/// PostgreSQL indexes no other.
const ADD_ON_POSTGRES: &str = add_column!("STORED");

const INDEXES: [&str; 2] = [
    "CREATE INDEX users_facets_id_idx ON users (facets, id)",
    "CREATE INDEX users_admins_idx ON users (id) WHERE role = 'admin'",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        let add = match manager.get_database_backend() {
            DbBackend::Sqlite => ADD_ON_SQLITE,
            _ => ADD_ON_POSTGRES,
        };
        database.execute_unprepared(add).await?;
        for index in INDEXES {
            database.execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        for step in [
            "DROP INDEX users_admins_idx",
            "DROP INDEX users_facets_id_idx",
            "ALTER TABLE users DROP COLUMN facets",
        ] {
            database.execute_unprepared(step).await?;
        }
        Ok(())
    }
}
