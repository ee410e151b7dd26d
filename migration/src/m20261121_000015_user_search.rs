//! By what accounts are searched. A search reads a piece of the primary key, in its order, for each
//! combination of facets that it lets through.

mod keys;

use sea_orm_migration::{
    prelude::*,
    sea_orm::{DbBackend, FromQueryResult, Statement},
};
use serde_json::{Value, json};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `shared` is how many bytes a key has in common with the one before it of the same account: a
/// longer prefix finds the account here first, a shorter one found it there already.
const CREATE_ON_POSTGRES: &str = "\
    CREATE TABLE user_search_keys (\
    facets integer NOT NULL, \
    key text COLLATE \"C\" NOT NULL, \
    user_id uuid NOT NULL \
    CONSTRAINT user_search_keys_user_id_fkey REFERENCES users (id) ON DELETE CASCADE, \
    shared integer NOT NULL, \
    suspended_until timestamp with time zone)";

const CREATE_ON_SQLITE: &str = "\
    CREATE TABLE user_search_keys (\
    facets integer NOT NULL, \
    key text NOT NULL, \
    user_id blob NOT NULL \
    CONSTRAINT user_search_keys_user_id_fkey REFERENCES users (id) ON DELETE CASCADE, \
    shared integer NOT NULL, \
    suspended_until text, \
    PRIMARY KEY (facets, key, user_id)) WITHOUT ROWID";

/// It has what a search looks at besides, so that the rows need not be read. It is made when the
/// rows are there, which is much faster; SQLite must have it first.
const PRIMARY_KEY_ON_POSTGRES: &str = "\
    ALTER TABLE user_search_keys ADD PRIMARY KEY (facets, key, user_id) \
    INCLUDE (shared, suspended_until)";

const INDEX: &str = "CREATE INDEX user_search_keys_user_id_idx ON user_search_keys (user_id)";

/// Ids as text, which needs no type of the database's own.
const READ_ON_POSTGRES: &str = "\
    SELECT CAST(id AS text) AS id, email_canonical, name FROM users \
    WHERE id > CAST($1 AS uuid) ORDER BY id LIMIT 1000";
const READ_ON_SQLITE: &str = "\
    SELECT hex(id) AS id, email_canonical, name FROM users \
    WHERE id > unhex($1) ORDER BY id LIMIT 1000";

const WRITE_ON_POSTGRES: &str = "\
    INSERT INTO user_search_keys (facets, key, user_id, shared, suspended_until) \
    SELECT u.facets, k.key, u.id, k.shared, u.suspended_until \
    FROM json_to_recordset(CAST($1 AS json)) AS k (user_id uuid, key text, shared integer) \
    JOIN users AS u ON u.id = k.user_id";
const WRITE_ON_SQLITE: &str = "\
    INSERT INTO user_search_keys (facets, key, user_id, shared, suspended_until) \
    SELECT u.facets, k.value ->> 'key', u.id, k.value ->> 'shared', u.suspended_until \
    FROM json_each($1) AS k JOIN users AS u ON u.id = unhex(k.value ->> 'user_id')";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        let (create, finish) = match manager.get_database_backend() {
            DbBackend::Sqlite => (CREATE_ON_SQLITE, &[INDEX][..]),
            _ => (CREATE_ON_POSTGRES, &[PRIMARY_KEY_ON_POSTGRES, INDEX][..]),
        };
        database.execute_unprepared(create).await?;
        write_keys(manager).await?;
        for step in finish {
            database.execute_unprepared(step).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP TABLE user_search_keys").await.map(drop)
    }
}

#[derive(FromQueryResult)]
struct Account {
    id: String,
    email_canonical: Option<String>,
    name: Option<String>,
}

/// Writes the keys of the accounts that are there already.
async fn write_keys(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let (database, backend) = (manager.get_connection(), manager.get_database_backend());
    let (read, write) = match backend {
        DbBackend::Sqlite => (READ_ON_SQLITE, WRITE_ON_SQLITE),
        _ => (READ_ON_POSTGRES, WRITE_ON_POSTGRES),
    };
    let mut last = "00000000000000000000000000000000".to_owned();
    loop {
        let next = Statement::from_sql_and_values(backend, read, [last.into()]);
        let rows = database.query_all_raw(next).await?;
        let accounts: Result<Vec<_>, _> =
            rows.iter().map(|row| Account::from_query_result(row, "")).collect();
        let accounts = accounts?;
        let Some(account) = accounts.last() else {
            return Ok(());
        };
        last = account.id.clone();
        let keys = Value::Array(accounts.iter().flat_map(keys_of).collect()).to_string();
        let added = Statement::from_sql_and_values(backend, write, [keys.into()]);
        database.execute_raw(added).await?;
    }
}

fn keys_of(account: &Account) -> Vec<Value> {
    let (address, name) = (account.email_canonical.as_deref(), account.name.as_deref());
    let keys = keys::of(address, name);
    keys.into_iter()
        .map(|(key, shared)| json!({ "user_id": account.id, "key": key, "shared": shared }))
        .collect()
}
