//! Reports of messages. They outlive the message and its chat, but not whoever holds it; who settled
//! one is forgotten with their account.

use sea_orm_migration::prelude::*;

use super::run;
use crate::{
    columns::{moment, uuid},
    m20261121_000001_users::Users,
};

const INDEXES: [&str; 5] = [
    // The queue.
    "CREATE INDEX reports_open_id_idx ON reports (id) WHERE action IS NULL",
    "CREATE INDEX reports_resolved_id_idx ON reports (id) WHERE action IS NOT NULL",
    "CREATE INDEX reports_user_id_id_idx ON reports (user_id, id)",
    // Whether a message is reported already. Not unique: the id of a chat that is gone is free again,
    // and reports outlive their chats. Whoever reports keeps the chat.
    "CREATE INDEX reports_open_chat_id_message_id_idx ON reports (chat_id, message_id) \
     WHERE action IS NULL",
    "CREATE INDEX reports_resolved_by_idx ON reports (resolved_by) WHERE resolved_by IS NOT NULL",
];

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(Reports::Table)
                .col(uuid(manager, Reports::Id).not_null().primary_key())
                .col(uuid(manager, Reports::UserId).not_null())
                .col(uuid(manager, Reports::ChatId).not_null())
                .col(ColumnDef::new(Reports::MessageId).text().not_null())
                .col(ColumnDef::new(Reports::Reason).text().not_null())
                .col(ColumnDef::new(Reports::Comment).text().null())
                .col(moment(manager, Reports::CreatedAt).not_null())
                .col(ColumnDef::new(Reports::Action).text().null())
                .col(uuid(manager, Reports::ResolvedBy).null())
                .col(moment(manager, Reports::ResolvedAt).null())
                .col(ColumnDef::new(Reports::Note).text().null())
                .foreign_key(
                    ForeignKey::create()
                        .name("reports_user_id_fkey")
                        .from(Reports::Table, Reports::UserId)
                        .to(Users::Table, Users::Id)
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .foreign_key(
                    ForeignKey::create()
                        .name("reports_resolved_by_fkey")
                        .from(Reports::Table, Reports::ResolvedBy)
                        .to(Users::Table, Users::Id)
                        .on_delete(ForeignKeyAction::SetNull),
                )
                .take(),
        )
        .await?;
    run(manager, &INDEXES).await
}

pub(super) async fn drop(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table(Reports::Table).take()).await
}

#[derive(DeriveIden)]
enum Reports {
    Table,
    Id,
    UserId,
    ChatId,
    MessageId,
    Reason,
    Comment,
    CreatedAt,
    Action,
    ResolvedBy,
    ResolvedAt,
    Note,
}
