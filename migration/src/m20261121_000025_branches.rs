//! Which chats have no branches: of them a page is read by the numbers of its messages, without
//! following the way from one to the next.
//!
//! `unbranched_to` is the number of the last message of a chat in which each followed the head of its
//! time. A node of an older release adds messages and leaves it as it is: then the way is followed.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const STEPS: [&str; 2] = [
    "ALTER TABLE chats ADD COLUMN unbranched_to bigint NOT NULL DEFAULT 0",
    "UPDATE chats SET unbranched_to = last_seq WHERE last_seq > 0 AND NOT EXISTS (SELECT 1 FROM (\
     SELECT parent_id, lag(id) OVER (ORDER BY seq) AS previous_id FROM messages \
     WHERE chat_id = chats.id) AS each WHERE parent_id IS DISTINCT FROM previous_id) \
     AND head_id IS NOT DISTINCT FROM \
     (SELECT id FROM messages WHERE chat_id = chats.id ORDER BY seq DESC LIMIT 1)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for step in STEPS {
            manager.get_connection().execute_unprepared(step).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = "ALTER TABLE chats DROP COLUMN unbranched_to";
        manager.get_connection().execute_unprepared(drop).await.map(|_| ())
    }
}
