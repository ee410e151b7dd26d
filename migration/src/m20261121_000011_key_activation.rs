//! From when on a signing key signs. Keys that are older have signed since they were made.

use sea_orm_migration::prelude::*;

use crate::{columns::moment, m20261121_000005_signing_keys::SigningKeys};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds a column that must have a value only together with a constant one.
        let active_at = moment(manager, Activation::ActiveAt).not_null().default(LONG_AGO).take();
        let table = SigningKeys::Table;
        manager.alter_table(Table::alter().table(table).add_column(active_at).take()).await?;
        let since_made = Query::update()
            .table(SigningKeys::Table)
            .value(Activation::ActiveAt, Expr::col(SigningKeys::CreatedAt))
            .take();
        manager.execute(since_made).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (table, column) = (SigningKeys::Table, Activation::ActiveAt);
        manager.alter_table(Table::alter().table(table).drop_column(column).take()).await
    }
}

/// In the form in which SQLite keeps moments; PostgreSQL reads it, too.
const LONG_AGO: &str = "1970-01-01T00:00:00.000Z";

#[derive(DeriveIden)]
enum Activation {
    ActiveAt,
}
