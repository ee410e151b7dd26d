//! On which device a session was opened, by name. Sessions that are older have none.

use sea_orm_migration::prelude::*;

use crate::m20261121_000004_sessions::Sessions;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let device = ColumnDef::new(Device::Device).text().null().take();
        manager.alter_table(Table::alter().table(Sessions::Table).add_column(device).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let device = Device::Device;
        manager.alter_table(Table::alter().table(Sessions::Table).drop_column(device).take()).await
    }
}

#[derive(DeriveIden)]
enum Device {
    Device,
}
