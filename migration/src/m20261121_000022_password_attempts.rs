//! Wrong passwords, for each key: how many in a row, when the next try is allowed if they were too
//! many; and how many tries there were since when a day began that has not ended. Keys are digests,
//! and moments microseconds since 1970.

use sea_orm_migration::prelude::*;

use crate::columns::uuid;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What nobody has tried for a day is forgotten.
const BY_MOMENT: &str = "CREATE INDEX password_attempts_next_at_idx ON password_attempts (next_at)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let number = |name| ColumnDef::new(name).big_integer().not_null().take();
        let table = Table::create()
            .table(PasswordAttempts::Table)
            .col(uuid(manager, PasswordAttempts::Key).not_null().primary_key())
            .col(number(PasswordAttempts::Failures))
            .col(number(PasswordAttempts::NextAt))
            .col(number(PasswordAttempts::Tries))
            .col(number(PasswordAttempts::DayEndsAt))
            .take();
        manager.create_table(table).await?;
        manager.get_connection().execute_unprepared(BY_MOMENT).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(PasswordAttempts::Table).take()).await
    }
}

#[derive(DeriveIden)]
enum PasswordAttempts {
    Table,
    Key,
    Failures,
    NextAt,
    Tries,
    DayEndsAt,
}
