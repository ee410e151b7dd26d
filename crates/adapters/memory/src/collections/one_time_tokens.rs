use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    shared::{Timestamp, TokenId, UserId},
    store::{StoreError, Unique},
    users::{OneTimeToken, OneTimeTokenRepository, TokenPurpose},
};

use super::{Collections, purge::purge};
use crate::{state::insert, view::View};

#[async_trait]
impl<V: View> OneTimeTokenRepository for Collections<V> {
    async fn insert(&mut self, token: &OneTimeToken) -> Result<(), StoreError> {
        self.0.change(|state| {
            let of = |token: &OneTimeToken| (token.user_id, token.purpose);
            Arc::make_mut(&mut state.one_time_tokens).retain(|_, older| of(older) != of(token));
            let (id, row) = (token.id, token.clone());
            insert(&mut state.one_time_tokens, id, row, Unique::Id)
        })
    }

    async fn find(&mut self, id: TokenId) -> Result<Option<OneTimeToken>, StoreError> {
        Ok(self.0.state().one_time_tokens.get(&id).cloned())
    }

    async fn consume(
        &mut self,
        id: TokenId,
        purpose: TokenPurpose,
        now: Timestamp,
    ) -> Result<Option<OneTimeToken>, StoreError> {
        self.0.change(|state| {
            let works = |token: &&OneTimeToken| token.purpose == purpose && token.expires_at > now;
            if state.one_time_tokens.get(&id).filter(works).is_none() {
                return Ok(None);
            }
            Ok(Arc::make_mut(&mut state.one_time_tokens).remove(&id))
        })
    }

    async fn end_all(&mut self, user: UserId) -> Result<(), StoreError> {
        self.0.change(|state| {
            Arc::make_mut(&mut state.one_time_tokens).retain(|_, token| token.user_id != user);
            Ok(())
        })
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.0.change(|state| {
            Ok(purge(&mut state.one_time_tokens, count, |row| row.expires_at < before))
        })
    }
}
