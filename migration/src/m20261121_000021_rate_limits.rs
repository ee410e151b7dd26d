//! The limits that all nodes share, by the generic cell rate algorithm: for each rule and key the
//! moment at which its burst is whole again. Keys are digests, and moments microseconds since 1970.

use sea_orm_migration::prelude::*;

use crate::columns::uuid;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What is whole again is forgotten.
const BY_MOMENT: &str = "CREATE INDEX rate_limits_whole_at_idx ON rate_limits (whole_at)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(RateLimits::Table)
            .col(uuid(manager, RateLimits::Key).not_null().primary_key())
            .col(ColumnDef::new(RateLimits::WholeAt).big_integer().not_null())
            .take();
        manager.create_table(table).await?;
        manager.get_connection().execute_unprepared(BY_MOMENT).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(RateLimits::Table).take()).await
    }
}

#[derive(DeriveIden)]
enum RateLimits {
    Table,
    Key,
    WholeAt,
}
