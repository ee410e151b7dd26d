//! Mails that are owed. Those delivered or dead are kept, but leave the index of what is pending.

use sea_orm_migration::prelude::*;

use crate::columns::{document, moment, uuid};

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
                    .table(Outbox::Table)
                    .col(uuid(manager, Outbox::Id).not_null().primary_key())
                    .col(ColumnDef::new(Outbox::Recipient).text().not_null())
                    .col(ColumnDef::new(Outbox::Kind).text().not_null())
                    .col(document(manager, Outbox::Payload).not_null())
                    .col(ColumnDef::new(Outbox::Attempts).big_integer().not_null())
                    .col(moment(manager, Outbox::DueAt).not_null())
                    .col(moment(manager, Outbox::CreatedAt).not_null())
                    .col(moment(manager, Outbox::DeliveredAt).null())
                    .col(moment(manager, Outbox::DeadAt).null())
                    .col(ColumnDef::new(Outbox::LastError).text().null())
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("outbox_pending_due_at_idx")
                    .table(Outbox::Table)
                    .col(Outbox::DueAt)
                    .and_where(Expr::col(Outbox::DeliveredAt).is_null())
                    .and_where(Expr::col(Outbox::DeadAt).is_null())
                    .take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Outbox::Table).take()).await
    }
}

#[derive(DeriveIden)]
pub(crate) enum Outbox {
    Table,
    Id,
    Recipient,
    Kind,
    Payload,
    Attempts,
    DueAt,
    CreatedAt,
    DeliveredAt,
    DeadAt,
    LastError,
}
