//! Mailed tokens of existing users; the unique index lets one live for each user and purpose.

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
                    .table(OneTimeTokens::Table)
                    .col(uuid(manager, OneTimeTokens::Id).not_null().primary_key())
                    .col(uuid(manager, OneTimeTokens::UserId).not_null())
                    .col(ColumnDef::new(OneTimeTokens::Purpose).text().not_null())
                    .col(moment(manager, OneTimeTokens::CreatedAt).not_null())
                    .col(moment(manager, OneTimeTokens::ExpiresAt).not_null())
                    .foreign_key(
                        ForeignKey::create()
                            .name("one_time_tokens_user_id_fkey")
                            .from(OneTimeTokens::Table, OneTimeTokens::UserId)
                            .to(Users::Table, Users::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("one_time_tokens_user_id_purpose_key")
                    .table(OneTimeTokens::Table)
                    .col(OneTimeTokens::UserId)
                    .col(OneTimeTokens::Purpose)
                    .unique()
                    .take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(OneTimeTokens::Table).take()).await
    }
}

#[derive(DeriveIden)]
pub(crate) enum OneTimeTokens {
    Table,
    Id,
    UserId,
    Purpose,
    CreatedAt,
    ExpiresAt,
}
