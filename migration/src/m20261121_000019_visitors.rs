//! Which visitor asked for an account. Nothing refers to the visitor: one who is gone by the time
//! the mailbox is proven stands in nobody's way.

use sea_orm_migration::prelude::*;

use crate::{columns::uuid, m20261121_000002_registrations::Registrations};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = uuid(manager, VisitorId::VisitorId).null().take();
        let table = Registrations::Table;
        manager.alter_table(Table::alter().table(table).add_column(column).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Registrations::Table;
        let column = VisitorId::VisitorId;
        manager.alter_table(Table::alter().table(table).drop_column(column).take()).await
    }
}

#[derive(DeriveIden)]
enum VisitorId {
    VisitorId,
}
