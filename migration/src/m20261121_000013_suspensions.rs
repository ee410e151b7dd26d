//! That nobody may use an account: since when, until when, and why.

use sea_orm_migration::prelude::*;

use crate::{columns::moment, m20261121_000001_users::Users};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column a statement.
        for column in [
            moment(manager, Columns::SuspendedAt).null().take(),
            moment(manager, Columns::SuspendedUntil).null().take(),
            ColumnDef::new(Columns::SuspensionReason).text().null().take(),
        ] {
            let table = Users::Table;
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [Columns::SuspendedAt, Columns::SuspendedUntil, Columns::SuspensionReason] {
            let table = Users::Table;
            manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
        }
        Ok(())
    }
}

#[derive(DeriveIden)]
enum Columns {
    SuspendedAt,
    SuspendedUntil,
    SuspensionReason,
}
