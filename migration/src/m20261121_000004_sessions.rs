//! Signed-in browsers and devices. No token is kept, nor anything like one.

use sea_orm_migration::prelude::*;

use crate::{
    columns::{moment, uuid},
    m20261121_000001_users::Users,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Sessions::Table)
                    .col(uuid(manager, Sessions::Id).not_null().primary_key())
                    .col(uuid(manager, Sessions::UserId).not_null())
                    .col(ColumnDef::new(Sessions::Generation).big_integer().not_null())
                    .col(ColumnDef::new(Sessions::SeenGeneration).big_integer().not_null())
                    .col(moment(manager, Sessions::RotatedAt).not_null())
                    .col(moment(manager, Sessions::AuthenticatedAt).not_null())
                    .col(ColumnDef::new(Sessions::Ip).text().null())
                    .col(ColumnDef::new(Sessions::UserAgent).text().null())
                    .col(ColumnDef::new(Sessions::RequestId).text().null())
                    .col(moment(manager, Sessions::CreatedAt).not_null())
                    .col(moment(manager, Sessions::LastActiveAt).not_null())
                    .col(moment(manager, Sessions::ExpiresAt).not_null())
                    .col(moment(manager, Sessions::EndsAt).not_null())
                    .col(moment(manager, Sessions::RevokedAt).null())
                    .col(ColumnDef::new(Sessions::RevokeReason).text().null())
                    .foreign_key(
                        ForeignKey::create()
                            .name("sessions_user_id_fkey")
                            .from(Sessions::Table, Sessions::UserId)
                            .to(Users::Table, Users::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("sessions_user_id_idx")
                    .table(Sessions::Table)
                    .col(Sessions::UserId)
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("sessions_expires_at_idx")
                    .table(Sessions::Table)
                    .col(Sessions::ExpiresAt)
                    .take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Sessions::Table).take()).await
    }
}

#[derive(DeriveIden)]
pub(crate) enum Sessions {
    Table,
    Id,
    UserId,
    Generation,
    SeenGeneration,
    RotatedAt,
    AuthenticatedAt,
    Ip,
    UserAgent,
    RequestId,
    CreatedAt,
    LastActiveAt,
    ExpiresAt,
    EndsAt,
    RevokedAt,
    RevokeReason,
}
