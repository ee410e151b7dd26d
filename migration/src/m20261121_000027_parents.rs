//! Takes away the index by which the followers of a message were found. Only deleting a message asks
//! for them, and can look through its chat; every message that is added had to write it.

use sea_orm_migration::prelude::*;

use crate::statements::run;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP INDEX messages_chat_id_parent_id_idx"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let create = "CREATE INDEX messages_chat_id_parent_id_idx ON messages (chat_id, parent_id)";
        run(manager, &[create]).await
    }
}
