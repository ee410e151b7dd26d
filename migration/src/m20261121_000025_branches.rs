//! Which chats have no branches: of them a page is read by the numbers of its messages, without
//! following the way from one to the next.
//!
//! `unbranched_to` is the number of the last message of a chat in which each followed the head of its
//! time. A node of an older release adds messages and leaves it as it is, and chats from before have
//! 0: there the way is followed.

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
        let add = "ALTER TABLE chats ADD COLUMN unbranched_to bigint NOT NULL DEFAULT 0";
        run(manager, &[add]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["ALTER TABLE chats DROP COLUMN unbranched_to"]).await
    }
}
