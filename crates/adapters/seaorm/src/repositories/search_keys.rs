//! By what accounts are searched. The rows tell what a search filters by besides, so each write of
//! an account that changes any of it is followed by one of these.

use bookplate_domain::{shared::UserId, store::StoreError, users::User};
use serde_json::{Value, json};

use crate::{
    collections::{Collections, Connection},
    sql::Sql,
};

const ADD_ON_SQLITE: &str = "\
    INSERT INTO user_search_keys (facets, key, user_id, shared, suspended_until) \
    SELECT u.facets, k.value ->> 'key', u.id, k.value ->> 'shared', u.suspended_until \
    FROM json_each($1) AS k CROSS JOIN users AS u ON u.id = unhex(k.value ->> 'user_id')";
const ADD_ON_POSTGRES: &str = "\
    INSERT INTO user_search_keys (facets, key, user_id, shared, suspended_until) \
    SELECT u.facets, k.key, u.id, k.shared, u.suspended_until \
    FROM jsonb_to_recordset($1) AS k (user_id uuid, key text, shared integer) \
    JOIN users AS u ON u.id = k.user_id";

const REMOVE: &str = "DELETE FROM user_search_keys WHERE user_id = $1";

const REFRESH: &str = "\
    UPDATE user_search_keys SET facets = (SELECT facets FROM users WHERE id = $1), \
    suspended_until = (SELECT suspended_until FROM users WHERE id = $1) WHERE user_id = $1";

impl<C: Connection> Collections<C> {
    /// Makes accounts that were just added findable.
    pub(super) async fn add_search_keys(&self, users: &[&User]) -> Result<(), StoreError> {
        let keys: Vec<Value> = users.iter().flat_map(|user| keys_of(user)).collect();
        if keys.is_empty() {
            return Ok(());
        }
        Sql::either(&self.connection, ADD_ON_SQLITE, ADD_ON_POSTGRES)
            .bind(Value::Array(keys))
            .run()
            .await
            .map(drop)
    }

    /// The same for an account that was found by other keys until now.
    pub(super) async fn replace_search_keys(&self, user: &User) -> Result<(), StoreError> {
        Sql::new(&self.connection, REMOVE).bind(user.id.as_uuid()).run().await?;
        self.add_search_keys(&[user]).await
    }

    /// The keys stay, and what an account is filtered by has changed.
    pub(super) async fn refresh_search_keys(&self, user: UserId) -> Result<(), StoreError> {
        Sql::new(&self.connection, REFRESH).bind(user.as_uuid()).run().await.map(drop)
    }
}

/// The keys in their order. `shared` is how many bytes one has in common with the one before: a
/// longer prefix finds the account at this key first, a shorter one found it there already.
fn keys_of(user: &User) -> Vec<Value> {
    let id = user.id.as_uuid().simple().to_string();
    let keys = user.search_keys();
    let before = std::iter::once("").chain(keys.iter().map(String::as_str));
    before
        .zip(&keys)
        .map(|(before, key)| {
            let both = before.bytes().zip(key.bytes());
            let shared = both.take_while(|(one, other)| one == other).count();
            json!({ "user_id": id, "key": key, "shared": shared })
        })
        .collect()
}
