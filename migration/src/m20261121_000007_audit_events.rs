//! Security events. Nothing refers to users: an event outlives whom it concerns.

use sea_orm_migration::prelude::*;

use crate::columns::{moment, uuid};

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
                    .table(AuditEvents::Table)
                    .col(uuid(manager, AuditEvents::Id).not_null().primary_key())
                    .col(moment(manager, AuditEvents::At).not_null())
                    .col(ColumnDef::new(AuditEvents::Kind).text().not_null())
                    .col(uuid(manager, AuditEvents::ActorId).null())
                    .col(uuid(manager, AuditEvents::TargetId).null())
                    .col(uuid(manager, AuditEvents::SessionId).null())
                    .col(ColumnDef::new(AuditEvents::Ip).text().null())
                    .col(ColumnDef::new(AuditEvents::UserAgent).text().null())
                    .col(ColumnDef::new(AuditEvents::RequestId).text().null())
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_events_at_idx")
                    .table(AuditEvents::Table)
                    .col(AuditEvents::At)
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_events_actor_id_at_idx")
                    .table(AuditEvents::Table)
                    .col(AuditEvents::ActorId)
                    .col(AuditEvents::At)
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_events_target_id_at_idx")
                    .table(AuditEvents::Table)
                    .col(AuditEvents::TargetId)
                    .col(AuditEvents::At)
                    .take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(AuditEvents::Table).take()).await
    }
}

#[derive(DeriveIden)]
pub(crate) enum AuditEvents {
    Table,
    Id,
    At,
    Kind,
    ActorId,
    TargetId,
    SessionId,
    Ip,
    UserAgent,
    RequestId,
}
