//! How users want things, for those who have said something. Language and time zone are columns of
//! the account, which mails are written from.

use sea_orm_migration::prelude::*;

use crate::{
    columns::{document, moment, uuid},
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
                    .table(Preferences::Table)
                    .col(uuid(manager, Preferences::UserId).not_null().primary_key())
                    .col(ColumnDef::new(Preferences::Version).big_integer().not_null())
                    .col(document(manager, Preferences::Document).not_null())
                    .col(moment(manager, Preferences::UpdatedAt).not_null())
                    .foreign_key(
                        ForeignKey::create()
                            .name("preferences_user_id_fkey")
                            .from(Preferences::Table, Preferences::UserId)
                            .to(Users::Table, Users::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Preferences::Table).take()).await
    }
}

#[derive(DeriveIden)]
enum Preferences {
    Table,
    UserId,
    Version,
    Document,
    UpdatedAt,
}
