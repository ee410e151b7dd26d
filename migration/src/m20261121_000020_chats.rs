//! Chats, their messages and what finds them; what visitors asked; reports of messages.

mod chats;
mod messages;
mod moves;
mod reports;
mod search;
mod visitor_questions;

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
        moves::create(manager).await?;
        chats::create(manager).await?;
        messages::create(manager).await?;
        search::create(manager).await?;
        visitor_questions::create(manager).await?;
        reports::create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        reports::drop(manager).await?;
        visitor_questions::drop(manager).await?;
        search::drop(manager).await?;
        messages::drop(manager).await?;
        chats::drop(manager).await?;
        moves::drop(manager).await
    }
}
