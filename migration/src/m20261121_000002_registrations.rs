//! Registrations that wait for their mailbox to be proven; several may wait for one address.

use sea_orm_migration::prelude::*;

use crate::columns::{moment, uuid};

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
                    .table(Registrations::Table)
                    .col(uuid(manager, Registrations::Id).not_null().primary_key())
                    .col(uuid(manager, Registrations::TokenId).not_null())
                    .col(ColumnDef::new(Registrations::EmailWritten).text().not_null())
                    .col(ColumnDef::new(Registrations::EmailCanonical).text().not_null())
                    .col(ColumnDef::new(Registrations::Name).text().not_null())
                    .col(ColumnDef::new(Registrations::PasswordHash).text().not_null())
                    .col(moment(manager, Registrations::CreatedAt).not_null())
                    .col(moment(manager, Registrations::ExpiresAt).not_null())
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("registrations_token_id_key")
                    .table(Registrations::Table)
                    .col(Registrations::TokenId)
                    .unique()
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("registrations_email_canonical_idx")
                    .table(Registrations::Table)
                    .col(Registrations::EmailCanonical)
                    .take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Registrations::Table).take()).await
    }
}

#[derive(DeriveIden)]
pub(crate) enum Registrations {
    Table,
    Id,
    TokenId,
    EmailWritten,
    EmailCanonical,
    Name,
    PasswordHash,
    CreatedAt,
    ExpiresAt,
}
