use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    identities::{Identity, IdentityRepository, ProviderName, Subject},
    shared::UserId,
    store::{StoreError, Unique},
};

use super::Collections;
use crate::{
    state::{State, insert},
    view::View,
};

/// Unlinks some identities, and answers how many.
fn unlink(state: &mut State, is_meant: impl Fn(&Identity) -> bool) -> u64 {
    let before = state.identities.len();
    Arc::make_mut(&mut state.identities).retain(|_, identity| !is_meant(identity));
    (before - state.identities.len()) as u64
}

#[async_trait]
impl<V: View> IdentityRepository for Collections<V> {
    async fn insert(&mut self, identity: &Identity) -> Result<(), StoreError> {
        self.0.change(|state| {
            let key = (identity.issuer.clone(), identity.subject.clone());
            let of = |identity: &Identity| (identity.user_id, identity.provider.clone());
            let of_provider = state.identities.values().any(|other| of(other) == of(identity));
            if of_provider && !state.identities.contains_key(&key) {
                return Err(StoreError::Conflict(Unique::UserProvider));
            }
            if !state.users.contains_key(&identity.user_id) {
                return Err(StoreError::Backend("there is no such user".into()));
            }
            insert(&mut state.identities, key, identity.clone(), Unique::Identity)
        })
    }

    async fn find(
        &mut self,
        issuer: &str,
        subject: &Subject,
    ) -> Result<Option<Identity>, StoreError> {
        let key = (issuer.to_owned(), subject.clone());
        Ok(self.0.state().identities.get(&key).cloned())
    }

    async fn list(&mut self, user: UserId) -> Result<Vec<Identity>, StoreError> {
        let state = self.0.state();
        let theirs = state.identities.values().filter(|identity| identity.user_id == user);
        let mut identities: Vec<Identity> = theirs.cloned().collect();
        identities.sort_by_key(|identity| (identity.created_at, identity.provider.clone()));
        Ok(identities)
    }

    async fn delete(&mut self, user: UserId, provider: &ProviderName) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let is_meant = |other: &Identity| other.user_id == user && other.provider == *provider;
            Ok(unlink(state, is_meant) == 1)
        })
    }

    async fn delete_all(&mut self, user: UserId) -> Result<u64, StoreError> {
        self.0.change(|state| Ok(unlink(state, |identity| identity.user_id == user)))
    }
}
