use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    shared::{Timestamp, TokenId},
    store::{StoreError, Unique},
    users::{EmailAddress, Registration, RegistrationRepository},
};

use super::{Collections, purge::purge};
use crate::{
    state::{State, insert},
    view::View,
};

fn find_by_token(state: &State, token: TokenId) -> Option<&Registration> {
    let mut all = state.registrations.values();
    all.find(|registration| registration.token == token)
}

fn is_for(registration: &Registration, email: &EmailAddress) -> bool {
    registration.email.canonical() == email.canonical()
}

#[async_trait]
impl<V: View> RegistrationRepository for Collections<V> {
    async fn insert(&mut self, registration: &Registration) -> Result<(), StoreError> {
        self.0.change(|state| {
            if find_by_token(state, registration.token).is_some() {
                return Err(StoreError::Conflict(Unique::Id));
            }
            let (id, row) = (registration.id, registration.clone());
            insert(&mut state.registrations, id, row, Unique::Id)
        })
    }

    async fn find_newest(
        &mut self,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<Option<Registration>, StoreError> {
        let state = self.0.state();
        let waiting = state
            .registrations
            .values()
            .filter(|registration| is_for(registration, email) && registration.expires_at > now);
        let newest = waiting.max_by_key(|registration| (registration.created_at, registration.id));
        Ok(newest.cloned())
    }

    async fn find_by_token(&mut self, token: TokenId) -> Result<Option<Registration>, StoreError> {
        Ok(find_by_token(&self.0.state(), token).cloned())
    }

    async fn consume(
        &mut self,
        token: TokenId,
        now: Timestamp,
    ) -> Result<Option<Registration>, StoreError> {
        self.0.change(|state| {
            let found = find_by_token(state, token).filter(|found| found.expires_at > now);
            let Some(chosen) = found.cloned() else {
                return Ok(None);
            };
            Arc::make_mut(&mut state.registrations)
                .retain(|_, registration| !is_for(registration, &chosen.email));
            Ok(Some(chosen))
        })
    }

    async fn renew(
        &mut self,
        from: TokenId,
        to: TokenId,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let mut all = Arc::make_mut(&mut state.registrations).values_mut();
            let Some(registration) = all.find(|registration| registration.token == from) else {
                return Ok(false);
            };
            registration.token = to;
            registration.expires_at = expires_at;
            Ok(true)
        })
    }

    async fn remove_all(&mut self, email: &EmailAddress) -> Result<(), StoreError> {
        self.0.change(|state| {
            let others = |registration: &Registration| !is_for(registration, email);
            Arc::make_mut(&mut state.registrations).retain(|_, row| others(row));
            Ok(())
        })
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.0.change(|state| {
            Ok(purge(&mut state.registrations, count, |row| row.expires_at < before))
        })
    }
}
