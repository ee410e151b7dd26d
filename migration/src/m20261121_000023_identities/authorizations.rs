//! Ways of browsers to a provider and back, which nobody owns before they have come to their end.

use sea_orm_migration::prelude::*;

use crate::columns::{moment, uuid};

/// What has expired is removed.
const INDEXES: [&str; 2] = [
    "CREATE INDEX pending_authorizations_expires_at_idx ON pending_authorizations (expires_at)",
    "CREATE INDEX completed_authorizations_expires_at_idx \
     ON completed_authorizations (expires_at)",
];

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(PendingAuthorizations::Table)
                .col(uuid(manager, PendingAuthorizations::Id).not_null().primary_key())
                .col(ColumnDef::new(PendingAuthorizations::Provider).text().not_null())
                .col(uuid(manager, PendingAuthorizations::Browser).not_null())
                .col(ColumnDef::new(PendingAuthorizations::RedirectTo).text().not_null())
                .col(ColumnDef::new(PendingAuthorizations::CodeChallenge).text().not_null())
                .col(moment(manager, PendingAuthorizations::CreatedAt).not_null())
                .col(moment(manager, PendingAuthorizations::ExpiresAt).not_null())
                .take(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table(CompletedAuthorizations::Table)
                .col(uuid(manager, CompletedAuthorizations::Id).not_null().primary_key())
                .col(ColumnDef::new(CompletedAuthorizations::Provider).text().not_null())
                .col(ColumnDef::new(CompletedAuthorizations::Issuer).text().not_null())
                .col(ColumnDef::new(CompletedAuthorizations::Subject).text().not_null())
                .col(ColumnDef::new(CompletedAuthorizations::EmailWritten).text().null())
                .col(ColumnDef::new(CompletedAuthorizations::EmailCanonical).text().null())
                .col(ColumnDef::new(CompletedAuthorizations::EmailVerified).boolean().not_null())
                .col(ColumnDef::new(CompletedAuthorizations::Name).text().null())
                .col(ColumnDef::new(CompletedAuthorizations::CodeChallenge).text().not_null())
                .col(moment(manager, CompletedAuthorizations::CreatedAt).not_null())
                .col(moment(manager, CompletedAuthorizations::ExpiresAt).not_null())
                .take(),
        )
        .await?;
    for index in INDEXES {
        manager.get_connection().execute_unprepared(index).await?;
    }
    Ok(())
}

pub(super) async fn drop(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table(CompletedAuthorizations::Table).take()).await?;
    manager.drop_table(Table::drop().table(PendingAuthorizations::Table).take()).await
}

#[derive(DeriveIden)]
enum PendingAuthorizations {
    Table,
    Id,
    Provider,
    Browser,
    RedirectTo,
    CodeChallenge,
    CreatedAt,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum CompletedAuthorizations {
    Table,
    Id,
    Provider,
    Issuer,
    Subject,
    EmailWritten,
    EmailCanonical,
    EmailVerified,
    Name,
    CodeChallenge,
    CreatedAt,
    ExpiresAt,
}
