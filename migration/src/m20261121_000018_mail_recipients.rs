//! Whom a mail goes to, in the form that all spellings of an address share.

use sea_orm_migration::prelude::*;

use crate::m20261121_000006_outbox::Outbox;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The domain of what was written is in ASCII already, and of a mailbox every database makes at
/// least the ASCII letters small. A mail from before this to a mailbox with other capitals may not
/// be found by its address.
const FILL: &str = "UPDATE outbox SET recipient_canonical = lower(recipient)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds no column that is never null without a default.
        let canonical = Recipient::RecipientCanonical;
        let canonical = ColumnDef::new(canonical).text().not_null().default("").take();
        let table = Outbox::Table;
        manager.alter_table(Table::alter().table(table).add_column(canonical).take()).await?;
        manager.get_connection().execute_unprepared(FILL).await?;
        manager
            .create_index(
                Index::create()
                    .name(INDEX)
                    .table(Outbox::Table)
                    .col(Recipient::RecipientCanonical)
                    .col(Outbox::Id)
                    .take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(INDEX).table(Outbox::Table).to_owned()).await?;
        let (table, canonical) = (Outbox::Table, Recipient::RecipientCanonical);
        manager.alter_table(Table::alter().table(table).drop_column(canonical).take()).await
    }
}

const INDEX: &str = "outbox_recipient_canonical_id_idx";

#[derive(DeriveIden)]
enum Recipient {
    RecipientCanonical,
}
