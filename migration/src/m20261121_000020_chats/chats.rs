//! The chats. `first_move` and `last_move` say when a chat came into its owner's list and when it
//! moved there last.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use super::run;
use crate::{
    columns::{document, moment, uuid},
    m20261121_000001_users::Users,
};

const INDEXES: [&str; 3] = [
    // The list, in its order.
    "CREATE INDEX chats_owner_id_last_message_at_id_idx ON chats (owner_id, last_message_at, id)",
    // What has moved in it since somebody looked.
    "CREATE INDEX chats_owner_id_last_move_idx ON chats (owner_id, last_move)",
    // All of them one after the other, and their number.
    "CREATE INDEX chats_owner_id_id_idx ON chats (owner_id, id)",
];

/// Most owners have few chats, some very many: for all of them the list has to be read in its order,
/// and not as a whole.
const EXPECT_MANY_ON_POSTGRES: &str =
    "ALTER TABLE chats ALTER COLUMN owner_id SET (n_distinct = -0.005)";

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(Chats::Table)
                .col(uuid(manager, Chats::Id).not_null().primary_key())
                .col(uuid(manager, Chats::OwnerId).not_null())
                .col(ColumnDef::new(Chats::Title).text().null())
                .col(ColumnDef::new(Chats::TitleSource).text().not_null())
                .col(ColumnDef::new(Chats::Pinned).boolean().not_null())
                .col(ColumnDef::new(Chats::Archived).boolean().not_null())
                .col(document(manager, Chats::Tags).not_null())
                .col(ColumnDef::new(Chats::MessageCount).big_integer().not_null())
                .col(ColumnDef::new(Chats::LastSeq).big_integer().not_null())
                .col(ColumnDef::new(Chats::HeadId).text().null())
                .col(moment(manager, Chats::LastMessageAt).not_null())
                .col(ColumnDef::new(Chats::Preview).text().null())
                .col(ColumnDef::new(Chats::Version).big_integer().not_null())
                .col(moment(manager, Chats::CreatedAt).not_null())
                .col(moment(manager, Chats::UpdatedAt).not_null())
                .col(ColumnDef::new(Chats::FirstMove).big_integer().not_null())
                .col(ColumnDef::new(Chats::LastMove).big_integer().not_null())
                // Text, so that it may say whatever JSON can.
                .col(ColumnDef::new(Chats::Metadata).text().not_null())
                .foreign_key(
                    ForeignKey::create()
                        .name("chats_owner_id_fkey")
                        .from(Chats::Table, Chats::OwnerId)
                        .to(Users::Table, Users::Id)
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .take(),
        )
        .await?;
    if manager.get_database_backend() == DbBackend::Postgres {
        run(manager, &[EXPECT_MANY_ON_POSTGRES]).await?;
    }
    run(manager, &INDEXES).await
}

pub(super) async fn drop(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table(Chats::Table).take()).await
}

#[derive(DeriveIden)]
pub(super) enum Chats {
    Table,
    Id,
    OwnerId,
    Title,
    TitleSource,
    Pinned,
    Archived,
    Tags,
    MessageCount,
    LastSeq,
    HeadId,
    LastMessageAt,
    Preview,
    Version,
    CreatedAt,
    UpdatedAt,
    FirstMove,
    LastMove,
    Metadata,
}
