//! Who somebody is to a provider outside, and whose account that leads to; the browsers that are at
//! a provider; what providers have said, until it is fetched.

mod authorizations;
mod identities;

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        identities::create(manager).await?;
        authorizations::create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        authorizations::drop(manager).await?;
        identities::drop(manager).await
    }
}
