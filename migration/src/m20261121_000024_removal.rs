//! The indexes by which what has had its time is found and removed, and those by which what the
//! outbox still has to do is counted without a look at what it has done.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const INDEXES: [(&str, &str); 6] = [
    ("registrations_expires_at_idx", "registrations (expires_at)"),
    ("one_time_tokens_expires_at_idx", "one_time_tokens (expires_at)"),
    ("email_changes_revertible_until_idx", "email_changes (revertible_until)"),
    (
        "outbox_owed_created_at_idx",
        "outbox (created_at) WHERE delivered_at IS NULL AND dead_at IS NULL",
    ),
    ("outbox_dead_at_idx", "outbox (dead_at) WHERE delivered_at IS NULL AND dead_at IS NOT NULL"),
    ("outbox_delivered_at_idx", "outbox (delivered_at) WHERE delivered_at IS NOT NULL"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, columns) in INDEXES {
            let create = format!("CREATE INDEX {name} ON {columns}");
            manager.get_connection().execute_unprepared(&create).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in INDEXES {
            let drop = format!("DROP INDEX {name}");
            manager.get_connection().execute_unprepared(&drop).await?;
        }
        Ok(())
    }
}
