use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    sessions::{SigningKey, SigningKeyRepository},
    store::{StoreError, Unique},
};

use super::Collections;
use crate::{change::Change, state::insert, view::View};

#[async_trait]
impl<V: View> SigningKeyRepository for Collections<V> {
    async fn insert(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        self.0.change(|state| {
            let (generation, unique) = (key.generation, Unique::SigningKeyGeneration);
            insert(&mut state.signing_keys, generation, key.clone(), unique)?;
            state.changes.insert(Change::SigningKeys);
            Ok(())
        })
    }

    async fn list(&mut self) -> Result<Vec<SigningKey>, StoreError> {
        Ok(self.0.state().signing_keys.values().cloned().collect())
    }

    async fn reseal(&mut self, kid: &str, sealed: &[u8]) -> Result<(), StoreError> {
        self.0.change(|state| {
            let mut keys = Arc::make_mut(&mut state.signing_keys).values_mut();
            if let Some(key) = keys.find(|key| key.kid == kid) {
                key.sealed = sealed.to_vec();
            }
            Ok(())
        })
    }

    async fn delete(&mut self, kid: &str) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let found = state.signing_keys.values().find(|key| key.kid == kid);
            let Some(generation) = found.map(|key| key.generation) else {
                return Ok(false);
            };
            Arc::make_mut(&mut state.signing_keys).remove(&generation);
            state.changes.insert(Change::SigningKeys);
            Ok(true)
        })
    }
}
