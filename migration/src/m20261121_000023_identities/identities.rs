//! Issuer and subject lead to one account; an account has one identity of each provider.

use sea_orm_migration::prelude::*;

use crate::{
    columns::{moment, uuid},
    m20261121_000001_users::Users,
};

/// Also what finds the identities of an account.
const ONE_OF_EACH_PROVIDER: &str =
    "CREATE UNIQUE INDEX identities_user_id_provider_key ON identities (user_id, provider)";

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(Identities::Table)
                .col(ColumnDef::new(Identities::Issuer).text().not_null())
                .col(ColumnDef::new(Identities::Subject).text().not_null())
                .col(uuid(manager, Identities::UserId).not_null())
                .col(ColumnDef::new(Identities::Provider).text().not_null())
                .col(ColumnDef::new(Identities::EmailWritten).text().null())
                .col(ColumnDef::new(Identities::EmailCanonical).text().null())
                .col(moment(manager, Identities::CreatedAt).not_null())
                .primary_key(Index::create().col(Identities::Issuer).col(Identities::Subject))
                .foreign_key(
                    ForeignKey::create()
                        .name("identities_user_id_fkey")
                        .from(Identities::Table, Identities::UserId)
                        .to(Users::Table, Users::Id)
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .take(),
        )
        .await?;
    manager.get_connection().execute_unprepared(ONE_OF_EACH_PROVIDER).await?;
    Ok(())
}

pub(super) async fn drop(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table(Identities::Table).take()).await
}

#[derive(DeriveIden)]
enum Identities {
    Table,
    Issuer,
    Subject,
    UserId,
    Provider,
    EmailWritten,
    EmailCanonical,
    CreatedAt,
}
