use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    identities::{
        AuthorizationRepository, CodeChallenge, CompletedAuthorization, PendingAuthorization,
        ProviderName,
    },
    shared::{AuthorizationId, Timestamp},
    store::{StoreError, Unique},
};
use uuid::Uuid;

use super::{Collections, purge::purge};
use crate::{
    state::{Rows, insert},
    view::View,
};

/// Removes and answers a row if that may be.
fn consume<V: Clone>(
    rows: &mut Rows<AuthorizationId, V>,
    id: AuthorizationId,
    works: impl Fn(&V) -> bool,
) -> Option<V> {
    rows.get(&id).filter(|row| works(row))?;
    Arc::make_mut(rows).remove(&id)
}

#[async_trait]
impl<V: View> AuthorizationRepository for Collections<V> {
    async fn insert_pending(&mut self, pending: &PendingAuthorization) -> Result<(), StoreError> {
        self.0.change(|state| {
            let (id, row) = (pending.id, pending.clone());
            insert(&mut state.pending_authorizations, id, row, Unique::Id)
        })
    }

    async fn consume_pending(
        &mut self,
        id: AuthorizationId,
        provider: &ProviderName,
        browser: Uuid,
        now: Timestamp,
    ) -> Result<Option<PendingAuthorization>, StoreError> {
        let works = |pending: &PendingAuthorization| {
            pending.provider == *provider && pending.browser == browser && pending.expires_at > now
        };
        self.0.change(|state| Ok(consume(&mut state.pending_authorizations, id, works)))
    }

    async fn insert_completed(
        &mut self,
        completed: &CompletedAuthorization,
    ) -> Result<(), StoreError> {
        self.0.change(|state| {
            let (id, row) = (completed.id, completed.clone());
            insert(&mut state.completed_authorizations, id, row, Unique::Id)
        })
    }

    async fn consume_completed(
        &mut self,
        id: AuthorizationId,
        challenge: &CodeChallenge,
        now: Timestamp,
    ) -> Result<Option<CompletedAuthorization>, StoreError> {
        let works = |completed: &CompletedAuthorization| {
            completed.code_challenge == *challenge && completed.expires_at > now
        };
        self.0.change(|state| Ok(consume(&mut state.completed_authorizations, id, works)))
    }

    async fn purge(&mut self, now: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.0.change(|state| {
            let pending =
                purge(&mut state.pending_authorizations, count, |row| row.expires_at <= now);
            let completed =
                purge(&mut state.completed_authorizations, count, |row| row.expires_at <= now);
            Ok(pending + completed)
        })
    }
}
