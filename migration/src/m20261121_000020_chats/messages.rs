//! The messages of chats, each a tree. Of those that are deleted it is kept from where they moved
//! their chat, for whoever reads a list of chats on as it stood then.
//!
//! Parts and metadata are text, so that they are kept byte for byte. They come last: SQLite reads
//! the columns before them without the pages that a long text needs.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use super::{chats::Chats, run};
use crate::columns::{moment, uuid};

const INDEXES: [&str; 2] = [
    "CREATE UNIQUE INDEX messages_chat_id_seq_key ON messages (chat_id, seq)",
    // Of what follows one, when that is deleted.
    "CREATE INDEX messages_chat_id_parent_id_idx ON messages (chat_id, parent_id)",
];

/// Most chats have few messages, some very many: of all of them a page has to be read in its order,
/// and not the whole chat.
const EXPECT_MANY_ON_POSTGRES: &str =
    "ALTER TABLE messages ALTER COLUMN chat_id SET (n_distinct = -0.002)";

const INDEXES_OF_DELETED: [&str; 2] = [
    // A message that was deleted does not come back under its id.
    "CREATE INDEX deleted_messages_chat_id_id_idx ON deleted_messages (chat_id, id)",
    // The first of them that moved its chat after some move.
    "CREATE INDEX deleted_messages_chat_id_chat_move_seq_idx \
     ON deleted_messages (chat_id, chat_move, seq)",
];

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(Messages::Table)
                .col(uuid(manager, Messages::ChatId).not_null())
                .col(ColumnDef::new(Messages::Id).text().not_null())
                .col(ColumnDef::new(Messages::ParentId).text().null())
                .col(ColumnDef::new(Messages::Seq).big_integer().not_null())
                .col(ColumnDef::new(Messages::Role).text().not_null())
                .col(ColumnDef::new(Messages::Status).text().not_null())
                .col(ColumnDef::new(Messages::FeedbackRating).text().null())
                .col(ColumnDef::new(Messages::FeedbackComment).text().null())
                .col(moment(manager, Messages::FeedbackAt).null())
                .col(uuid(manager, Messages::Fingerprint).not_null())
                .col(moment(manager, Messages::ChatActiveBefore).not_null())
                .col(moment(manager, Messages::CreatedAt).not_null())
                .col(moment(manager, Messages::UpdatedAt).not_null())
                .col(ColumnDef::new(Messages::ChatMove).big_integer().not_null())
                .col(ColumnDef::new(Messages::Metadata).text().null())
                .col(ColumnDef::new(Messages::Parts).text().not_null())
                .primary_key(
                    Index::create().name("messages_pkey").col(Messages::ChatId).col(Messages::Id),
                )
                .foreign_key(
                    ForeignKey::create()
                        .name("messages_chat_id_fkey")
                        .from(Messages::Table, Messages::ChatId)
                        .to(Chats::Table, Chats::Id)
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .take(),
        )
        .await?;
    if manager.get_database_backend() == DbBackend::Postgres {
        run(manager, &[EXPECT_MANY_ON_POSTGRES]).await?;
    }
    run(manager, &INDEXES).await?;
    manager
        .create_table(
            Table::create()
                .table(DeletedMessages::Table)
                .col(uuid(manager, DeletedMessages::ChatId).not_null())
                .col(ColumnDef::new(DeletedMessages::Seq).big_integer().not_null())
                .col(ColumnDef::new(DeletedMessages::Id).text().not_null())
                .col(ColumnDef::new(DeletedMessages::ChatMove).big_integer().not_null())
                .col(moment(manager, DeletedMessages::ChatActiveBefore).not_null())
                .primary_key(
                    Index::create()
                        .name("deleted_messages_pkey")
                        .col(DeletedMessages::ChatId)
                        .col(DeletedMessages::Seq),
                )
                .foreign_key(
                    ForeignKey::create()
                        .name("deleted_messages_chat_id_fkey")
                        .from(DeletedMessages::Table, DeletedMessages::ChatId)
                        .to(Chats::Table, Chats::Id)
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .take(),
        )
        .await?;
    run(manager, &INDEXES_OF_DELETED).await
}

pub(super) async fn drop(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table(DeletedMessages::Table).take()).await?;
    manager.drop_table(Table::drop().table(Messages::Table).take()).await
}

#[derive(DeriveIden)]
enum Messages {
    Table,
    ChatId,
    Id,
    ParentId,
    Seq,
    Role,
    Status,
    FeedbackRating,
    FeedbackComment,
    FeedbackAt,
    Fingerprint,
    ChatActiveBefore,
    CreatedAt,
    UpdatedAt,
    ChatMove,
    Metadata,
    Parts,
}

#[derive(DeriveIden)]
enum DeletedMessages {
    Table,
    ChatId,
    Id,
    Seq,
    ChatMove,
    ChatActiveBefore,
}
