//! Words go into the full-text index of PostgreSQL with the message that has them.
//!
//! By itself PostgreSQL collects them in a list, which every search reads as a whole, and which some
//! message, when it has grown to 4 MiB, has to sort into the index: while others go on filling it that
//! takes longer than a statement may.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::statements::run;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const AT_ONCE: [&str; 2] = [
    "ALTER INDEX chat_search_entries_words_idx SET (fastupdate = off)",
    "SELECT gin_clean_pending_list('chat_search_entries_words_idx')",
];
const LATER: [&str; 1] = ["ALTER INDEX chat_search_entries_words_idx RESET (fastupdate)"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run_on_postgres(manager, &AT_ONCE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run_on_postgres(manager, &LATER).await
    }
}

/// SQLite has no such list.
async fn run_on_postgres(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DbBackend::Sqlite => Ok(()),
        _ => run(manager, statements).await,
    }
}
