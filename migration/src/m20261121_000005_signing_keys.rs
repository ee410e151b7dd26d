//! The keys that sign access tokens, sealed under the configured secret.

use sea_orm_migration::prelude::*;

use crate::columns::moment;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(SigningKeys::Table)
                    .col(ColumnDef::new(SigningKeys::Kid).text().not_null().primary_key())
                    .col(ColumnDef::new(SigningKeys::Generation).big_integer().not_null())
                    .col(ColumnDef::new(SigningKeys::Sealed).blob().not_null())
                    .col(moment(manager, SigningKeys::CreatedAt).not_null())
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("signing_keys_generation_key")
                    .table(SigningKeys::Table)
                    .col(SigningKeys::Generation)
                    .unique()
                    .take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(SigningKeys::Table).take()).await
    }
}

#[derive(DeriveIden)]
pub(crate) enum SigningKeys {
    Table,
    Kid,
    Generation,
    Sealed,
    CreatedAt,
}
