//! How somebody wants to be written to: language and time zone, wherever a mail comes from.

use sea_orm_migration::prelude::*;

use crate::{
    m20261121_000001_users::Users, m20261121_000002_registrations::Registrations,
    m20261121_000006_outbox::Outbox,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in columns() {
            // SQLite adds one column a statement.
            let column = ColumnDef::new(column).text().null().take();
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in columns() {
            manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
        }
        Ok(())
    }
}

fn columns() -> impl Iterator<Item = (DynIden, Locale)> {
    let tables =
        [Users::Table.into_iden(), Registrations::Table.into_iden(), Outbox::Table.into_iden()];
    tables
        .into_iter()
        .flat_map(|table| [(table.clone(), Locale::Language), (table, Locale::TimeZone)])
}

#[derive(DeriveIden)]
enum Locale {
    Language,
    TimeZone,
}
