//! The database schema of Bookplate, as migrations: one file for each table or later change, the
//! same for SQLite and PostgreSQL.

// `async_trait` needs the lifetimes written, or left out, just as the trait has them.
#![allow(elided_lifetimes_in_paths)]

mod columns;
mod m20261121_000001_users;
mod m20261121_000002_registrations;
mod m20261121_000003_one_time_tokens;
mod m20261121_000004_sessions;
mod m20261121_000005_signing_keys;
mod m20261121_000006_outbox;
mod m20261121_000007_audit_events;
mod m20261121_000008_email_changes;
mod m20261121_000009_locales;
mod m20261121_000010_session_devices;
mod m20261121_000011_key_activation;
mod m20261121_000012_revocation_feed;
mod m20261121_000013_suspensions;
mod m20261121_000014_user_facets;
mod m20261121_000015_user_search;
mod m20261121_000016_preferences;
mod m20261121_000017_audit_lists;
mod m20261121_000018_mail_recipients;
mod m20261121_000019_visitors;
mod m20261121_000020_chats;
mod m20261121_000021_rate_limits;
mod m20261121_000022_password_attempts;
mod m20261121_000023_identities;
mod m20261121_000024_removal;
mod m20261121_000025_branches;
mod m20261121_000026_search_at_once;
mod m20261121_000027_parents;
mod statements;

use sea_orm_migration::{
    DbErr, MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait, EntityTrait, QueryOrder},
    seaql_migrations::{Column, Entity, Model},
};
pub use sea_orm_migration::{IntoSchemaManagerConnection, MigratorTrait};

/// Every migration, the oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_users::Migration),
            Box::new(m20261121_000002_registrations::Migration),
            Box::new(m20261121_000003_one_time_tokens::Migration),
            Box::new(m20261121_000004_sessions::Migration),
            Box::new(m20261121_000005_signing_keys::Migration),
            Box::new(m20261121_000006_outbox::Migration),
            Box::new(m20261121_000007_audit_events::Migration),
            Box::new(m20261121_000008_email_changes::Migration),
            Box::new(m20261121_000009_locales::Migration),
            Box::new(m20261121_000010_session_devices::Migration),
            Box::new(m20261121_000011_key_activation::Migration),
            Box::new(m20261121_000012_revocation_feed::Migration),
            Box::new(m20261121_000013_suspensions::Migration),
            Box::new(m20261121_000014_user_facets::Migration),
            Box::new(m20261121_000015_user_search::Migration),
            Box::new(m20261121_000016_preferences::Migration),
            Box::new(m20261121_000017_audit_lists::Migration),
            Box::new(m20261121_000018_mail_recipients::Migration),
            Box::new(m20261121_000019_visitors::Migration),
            Box::new(m20261121_000020_chats::Migration),
            Box::new(m20261121_000021_rate_limits::Migration),
            Box::new(m20261121_000022_password_attempts::Migration),
            Box::new(m20261121_000023_identities::Migration),
            Box::new(m20261121_000024_removal::Migration),
            Box::new(m20261121_000025_branches::Migration),
            Box::new(m20261121_000026_search_at_once::Migration),
            Box::new(m20261121_000027_parents::Migration),
        ]
    }

    /// Those of the applied steps that are known here. A newer release may have applied more, beside
    /// which this one has to go on: while its nodes are replaced, and after it was rolled back.
    async fn get_migration_models<C>(db: &C) -> Result<Vec<Model>, DbErr>
    where
        C: ConnectionTrait,
    {
        Self::install(db).await?;
        let mut steps = Entity::find().order_by_asc(Column::Version).all(db).await?;
        let known = names();
        steps.retain(|step| known.contains(&step.version));
        Ok(steps)
    }
}

/// The name of every step that is known here, the oldest first.
pub fn names() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}

/// Every step that is known here, the oldest first, and whether it is among those that were applied;
/// then those of them that only a newer release knows.
pub fn steps(mut applied: Vec<String>) -> Vec<(String, bool)> {
    let known = names();
    let mut steps: Vec<_> =
        known.iter().map(|name| (name.clone(), applied.contains(name))).collect();
    applied.retain(|name| !known.contains(name));
    steps.extend(applied.into_iter().map(|name| (name, true)));
    steps
}

/// The newest step that is known here, if it was not applied.
pub async fn missing_newest(connection: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    let Some(newest) = names().pop() else { return Ok(None) };
    let applied = Entity::find_by_id(newest.as_str()).one(connection).await?;
    Ok(applied.is_none().then_some(newest))
}

/// The name of every step that was applied, the oldest first, also of those that only a newer release
/// knows. Changes nothing, and there are none where nothing was ever migrated.
pub async fn applied<'c>(
    connection: impl IntoSchemaManagerConnection<'c>,
) -> Result<Vec<String>, DbErr> {
    let table = Migrator::migration_table_name().to_string();
    let schema = SchemaManager::new(connection);
    if !schema.has_table(table).await? {
        return Ok(Vec::new());
    }
    let steps = Entity::find().order_by_asc(Column::Version).all(schema.get_connection()).await?;
    Ok(steps.into_iter().map(|step| step.version).collect())
}
