//! Takes away the index by which the followers of a message were found. Only deleting a message asks
//! for them, and can look through its chat; every message that is added had to write it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = "DROP INDEX messages_chat_id_parent_id_idx";
        manager.get_connection().execute_unprepared(drop).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let create = "CREATE INDEX messages_chat_id_parent_id_idx ON messages (chat_id, parent_id)";
        manager.get_connection().execute_unprepared(create).await.map(|_| ())
    }
}
