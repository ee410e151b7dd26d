//! Changes of address that were asked for. The tokens of a change leave it as they are spent or
//! ended; the change itself stays, since an address given up is held for a while.

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
                    .table(EmailChanges::Table)
                    .col(uuid(manager, EmailChanges::Id).not_null().primary_key())
                    .col(uuid(manager, EmailChanges::UserId).not_null())
                    .col(ColumnDef::new(EmailChanges::Epoch).big_integer().not_null())
                    .col(ColumnDef::new(EmailChanges::OldWritten).text().not_null())
                    .col(ColumnDef::new(EmailChanges::OldCanonical).text().not_null())
                    .col(ColumnDef::new(EmailChanges::NewWritten).text().not_null())
                    .col(ColumnDef::new(EmailChanges::NewCanonical).text().not_null())
                    .col(uuid(manager, EmailChanges::ConfirmTokenId).null())
                    .col(uuid(manager, EmailChanges::RevertTokenId).null())
                    .col(moment(manager, EmailChanges::CreatedAt).not_null())
                    .col(moment(manager, EmailChanges::ExpiresAt).not_null())
                    .col(moment(manager, EmailChanges::RevertibleUntil).not_null())
                    .col(moment(manager, EmailChanges::ConfirmedAt).null())
                    .foreign_key(
                        ForeignKey::create()
                            .name("email_changes_user_id_fkey")
                            .from(EmailChanges::Table, EmailChanges::UserId)
                            .to(Users::Table, Users::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .take(),
            )
            .await?;
        for (name, column) in [
            ("email_changes_confirm_token_id_key", EmailChanges::ConfirmTokenId),
            ("email_changes_revert_token_id_key", EmailChanges::RevertTokenId),
        ] {
            let table = EmailChanges::Table;
            let index = Index::create().name(name).table(table).col(column).unique().take();
            manager.create_index(index).await?;
        }
        manager
            .create_index(
                Index::create()
                    .name("email_changes_user_id_idx")
                    .table(EmailChanges::Table)
                    .col(EmailChanges::UserId)
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("email_changes_held_old_canonical_idx")
                    .table(EmailChanges::Table)
                    .col(EmailChanges::OldCanonical)
                    .and_where(Expr::col(EmailChanges::ConfirmedAt).is_not_null())
                    .and_where(Expr::col(EmailChanges::RevertTokenId).is_not_null())
                    .take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(EmailChanges::Table).take()).await
    }
}

#[derive(DeriveIden)]
pub(crate) enum EmailChanges {
    Table,
    Id,
    UserId,
    Epoch,
    OldWritten,
    OldCanonical,
    NewWritten,
    NewCanonical,
    ConfirmTokenId,
    RevertTokenId,
    CreatedAt,
    ExpiresAt,
    RevertibleUntil,
    ConfirmedAt,
}
