//! When the epoch of a user was raised last, and what finds the latest revocations. Epochs that
//! were raised before are not in the feed: no token of theirs lives for much longer.

use sea_orm_migration::prelude::*;

use crate::{columns::moment, m20261121_000001_users::Users, m20261121_000004_sessions::Sessions};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let raised_at = moment(manager, Feed::EpochRaisedAt).null().take();
        let table = Users::Table;
        manager.alter_table(Table::alter().table(table).add_column(raised_at).take()).await?;
        manager
            .create_index(
                Index::create()
                    .name(USERS_INDEX)
                    .table(Users::Table)
                    .col(Feed::EpochRaisedAt)
                    .col(Users::Id)
                    .and_where(Expr::col(Feed::EpochRaisedAt).is_not_null())
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name(SESSIONS_INDEX)
                    .table(Sessions::Table)
                    .col(Sessions::RevokedAt)
                    .col(Sessions::Id)
                    .and_where(Expr::col(Sessions::RevokedAt).is_not_null())
                    .take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table) in
            [(SESSIONS_INDEX, Sessions::Table.into_iden()), (USERS_INDEX, Users::Table.into_iden())]
        {
            let index = Index::drop().name(name).table(table).to_owned();
            manager.drop_index(index).await?;
        }
        let (table, column) = (Users::Table, Feed::EpochRaisedAt);
        manager.alter_table(Table::alter().table(table).drop_column(column).take()).await
    }
}

const SESSIONS_INDEX: &str = "sessions_revoked_at_idx";
const USERS_INDEX: &str = "users_epoch_raised_at_idx";

#[derive(DeriveIden)]
enum Feed {
    EpochRaisedAt,
}
