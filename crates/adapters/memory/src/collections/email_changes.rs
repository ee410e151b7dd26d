use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    shared::{Timestamp, TokenId, UserId},
    store::{StoreError, Unique},
    users::{EmailAddress, EmailChange, EmailChangeRepository},
};

use super::{Collections, purge::purge};
use crate::{
    state::{State, insert},
    view::View,
};

fn find_by_confirm_token(state: &State, token: TokenId) -> Option<&EmailChange> {
    state.email_changes.values().find(|change| change.confirm_token == Some(token))
}

fn find_by_revert_token(state: &State, token: TokenId) -> Option<&EmailChange> {
    state.email_changes.values().find(|change| change.revert_token == Some(token))
}

fn of_user(state: &mut State, user: UserId) -> impl Iterator<Item = &mut EmailChange> {
    let all = Arc::make_mut(&mut state.email_changes).values_mut();
    all.filter(move |change| change.user_id == user)
}

fn end_confirmations(state: &mut State, user: UserId) {
    of_user(state, user).for_each(|change| change.confirm_token = None);
}

fn find_holder(state: &State, email: &EmailAddress, now: Timestamp) -> Option<UserId> {
    let held = state.email_changes.values().filter(|change| {
        change.old.canonical() == email.canonical()
            && change.confirmed_at.is_some()
            && change.revert_token.is_some()
            && change.revertible_until > now
    });
    let first = held.min_by_key(|change| (change.confirmed_at, change.id));
    first.map(|change| change.user_id)
}

#[async_trait]
impl<V: View> EmailChangeRepository for Collections<V> {
    async fn insert(&mut self, change: &EmailChange) -> Result<(), StoreError> {
        self.0.change(|state| {
            let confirm = change.confirm_token.and_then(|t| find_by_confirm_token(state, t));
            let revert = change.revert_token.and_then(|t| find_by_revert_token(state, t));
            if confirm.or(revert).is_some() {
                return Err(StoreError::Conflict(Unique::Id));
            }
            end_confirmations(state, change.user_id);
            insert(&mut state.email_changes, change.id, change.clone(), Unique::Id)
        })
    }

    async fn find_by_confirm_token(
        &mut self,
        token: TokenId,
    ) -> Result<Option<EmailChange>, StoreError> {
        Ok(find_by_confirm_token(&self.0.state(), token).cloned())
    }

    async fn find_by_revert_token(
        &mut self,
        token: TokenId,
    ) -> Result<Option<EmailChange>, StoreError> {
        Ok(find_by_revert_token(&self.0.state(), token).cloned())
    }

    async fn confirm(&mut self, token: TokenId, now: Timestamp) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let mut all = Arc::make_mut(&mut state.email_changes).values_mut();
            let works = |change: &&mut EmailChange| {
                change.confirm_token == Some(token) && change.expires_at > now
            };
            let Some(change) = all.find(works) else {
                return Ok(false);
            };
            change.confirm_token = None;
            change.confirmed_at = Some(now);
            Ok(true)
        })
    }

    async fn revert(&mut self, token: TokenId, now: Timestamp) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let found = find_by_revert_token(state, token).filter(|c| c.revertible_until > now);
            let Some((user, since)) = found.map(|change| (change.user_id, change.epoch)) else {
                return Ok(false);
            };
            for change in of_user(state, user).filter(|change| change.epoch >= since) {
                change.confirm_token = None;
                change.revert_token = None;
            }
            Ok(true)
        })
    }

    async fn end_confirmations(&mut self, user: UserId) -> Result<(), StoreError> {
        self.0.change(|state| {
            end_confirmations(state, user);
            Ok(())
        })
    }

    async fn find_holder(
        &mut self,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        Ok(find_holder(&self.0.state(), email, now))
    }

    async fn held_among(
        &mut self,
        emails: &[EmailAddress],
        now: Timestamp,
    ) -> Result<Vec<EmailAddress>, StoreError> {
        let state = self.0.state();
        let held = emails.iter().filter(|email| find_holder(&state, email, now).is_some());
        Ok(held.cloned().collect())
    }

    async fn list(&mut self, user: UserId) -> Result<Vec<EmailChange>, StoreError> {
        let state = self.0.state();
        let theirs = state.email_changes.values().filter(|change| change.user_id == user);
        let mut changes: Vec<EmailChange> = theirs.cloned().collect();
        changes.sort_by_key(|change| (change.created_at, change.id));
        Ok(changes)
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.0.change(|state| {
            Ok(purge(&mut state.email_changes, count, |row| row.revertible_until < before))
        })
    }
}
