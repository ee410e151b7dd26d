//! What counts the moves in lists of chats: an append moves a chat to the top, and a chat comes into
//! a list when it is started or given. A place in a list remembers the number of the last move
//! that it has seen, so that the list can be read on as it stood then.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use super::run;

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let steps: &[&str] = match manager.get_database_backend() {
        DbBackend::Sqlite => &[
            "CREATE TABLE chat_moves (number integer NOT NULL)",
            "INSERT INTO chat_moves (number) VALUES (0)",
        ],
        _ => &["CREATE SEQUENCE chat_moves"],
    };
    run(manager, steps).await
}

pub(super) async fn drop(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let step = match manager.get_database_backend() {
        DbBackend::Sqlite => "DROP TABLE chat_moves",
        _ => "DROP SEQUENCE chat_moves",
    };
    run(manager, &[step]).await
}
