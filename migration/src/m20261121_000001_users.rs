//! Accounts and visitors.

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
                    .table(Users::Table)
                    .col(uuid(manager, Users::Id).not_null().primary_key())
                    .col(ColumnDef::new(Users::EmailWritten).text().null())
                    .col(ColumnDef::new(Users::EmailCanonical).text().null())
                    .col(moment(manager, Users::EmailVerifiedAt).null())
                    .col(ColumnDef::new(Users::Name).text().null())
                    .col(ColumnDef::new(Users::Image).text().null())
                    .col(ColumnDef::new(Users::Bio).text().null())
                    .col(ColumnDef::new(Users::Role).text().not_null())
                    .col(ColumnDef::new(Users::PasswordHash).text().null())
                    .col(ColumnDef::new(Users::Epoch).big_integer().not_null())
                    .col(ColumnDef::new(Users::Version).big_integer().not_null())
                    .col(moment(manager, Users::CreatedAt).not_null())
                    .col(moment(manager, Users::UpdatedAt).not_null())
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("users_email_canonical_key")
                    .table(Users::Table)
                    .col(Users::EmailCanonical)
                    .unique()
                    .take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Users::Table).take()).await
    }
}

#[derive(DeriveIden)]
pub(crate) enum Users {
    Table,
    Id,
    EmailWritten,
    EmailCanonical,
    EmailVerifiedAt,
    Name,
    Image,
    Bio,
    Role,
    PasswordHash,
    Epoch,
    Version,
    CreatedAt,
    UpdatedAt,
}
