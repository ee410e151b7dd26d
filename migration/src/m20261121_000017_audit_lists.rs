//! What an event changed, and the indexes by which events are listed: each in the order of the
//! list, since many events can be of one moment.

use sea_orm_migration::prelude::*;

use crate::{columns::document, m20261121_000007_audit_events::AuditEvents};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const INDEXES: [(&str, &str); 5] = [
    ("audit_events_at_id_idx", "(at, id)"),
    ("audit_events_actor_id_at_id_idx", "(actor_id, at, id)"),
    ("audit_events_target_id_at_id_idx", "(target_id, at, id)"),
    ("audit_events_kind_at_id_idx", "(kind, at, id)"),
    // In the order of the revocation feed, which tells of users that are gone.
    ("audit_events_deleted_users_idx", "(kind, at, target_id) WHERE kind = 'user_deleted'"),
];

/// Those that the ones above make needless.
const OLD_INDEXES: [(&str, &str); 3] = [
    ("audit_events_at_idx", "(at)"),
    ("audit_events_actor_id_at_idx", "(actor_id, at)"),
    ("audit_events_target_id_at_idx", "(target_id, at)"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (table, changes) =
            (AuditEvents::Table, document(manager, Changes::Changes).null().take());
        manager.alter_table(Table::alter().table(table).add_column(changes).take()).await?;
        exchange(manager, &OLD_INDEXES, &INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        exchange(manager, &INDEXES, &OLD_INDEXES).await?;
        let (table, changes) = (AuditEvents::Table, Changes::Changes);
        manager.alter_table(Table::alter().table(table).drop_column(changes).take()).await
    }
}

async fn exchange(
    manager: &SchemaManager<'_>,
    old: &[(&str, &str)],
    new: &[(&str, &str)],
) -> Result<(), DbErr> {
    let database = manager.get_connection();
    for (name, _) in old {
        database.execute_unprepared(&format!("DROP INDEX {name}")).await?;
    }
    for (name, columns) in new {
        let create = format!("CREATE INDEX {name} ON audit_events {columns}");
        database.execute_unprepared(&create).await?;
    }
    Ok(())
}

#[derive(DeriveIden)]
enum Changes {
    Changes,
}
