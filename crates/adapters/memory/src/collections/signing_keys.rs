use async_trait::async_trait;
use bookplate_domain::{
    sessions::{SigningKey, SigningKeyRepository},
    store::{StoreError, Unique},
};

use super::Collections;
use crate::{state::insert, view::View};

#[async_trait]
impl<V: View> SigningKeyRepository for Collections<V> {
    async fn insert(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        self.0.change(|state| {
            let (generation, unique) = (key.generation, Unique::SigningKeyGeneration);
            insert(&mut state.signing_keys, generation, key.clone(), unique)
        })
    }

    async fn list(&mut self) -> Result<Vec<SigningKey>, StoreError> {
        Ok(self.0.state().signing_keys.values().cloned().collect())
    }
}
