use std::{collections::BTreeSet, sync::Arc};

use async_trait::async_trait;
use bookplate_domain::{
    roles::Role,
    shared::{Cursor, Limit, Page, Timestamp, UserId},
    store::{StoreError, Unique},
    users::{EmailAddress, PasswordHash, User, UserFilter, UserRepository},
};

use super::{Collections, chats, reports, users_list};
use crate::{
    change::Change,
    state::{State, insert},
    view::View,
};

fn find_by_email<'a>(state: &'a State, email: &EmailAddress) -> Option<&'a User> {
    state.users.values().find(|user| {
        let theirs = user.email.as_ref().map(EmailAddress::canonical);
        theirs == Some(email.canonical())
    })
}

fn raise_epoch(state: &mut State, id: UserId, now: Timestamp) {
    if let Some(user) = Arc::make_mut(&mut state.users).get_mut(&id) {
        user.epoch += 1;
        user.version += 1;
        user.updated_at = now;
    }
    Arc::make_mut(&mut state.epochs_raised).insert(id, now);
    state.changes.insert(Change::User(id));
}

/// Removes an account and all that belongs to it.
fn remove(state: &mut State, id: UserId) -> bool {
    if Arc::make_mut(&mut state.users).remove(&id).is_none() {
        return false;
    }
    Arc::make_mut(&mut state.epochs_raised).remove(&id);
    Arc::make_mut(&mut state.preferences).remove(&id);
    Arc::make_mut(&mut state.one_time_tokens).retain(|_, token| token.user_id != id);
    Arc::make_mut(&mut state.identities).retain(|_, identity| identity.user_id != id);
    Arc::make_mut(&mut state.email_changes).retain(|_, change| change.user_id != id);
    Arc::make_mut(&mut state.sessions).retain(|_, session| session.user_id != id);
    let theirs = state.chats.values().filter(|chat| chat.owner_id == id).map(|chat| chat.id);
    for chat in theirs.collect::<Vec<_>>() {
        chats::remove(state, chat);
    }
    Arc::make_mut(&mut state.questions).retain(|question| question.visitor != id);
    reports::forget(state, id);
    state.changes.insert(Change::User(id));
    true
}

#[async_trait]
impl<V: View> UserRepository for Collections<V> {
    async fn insert(&mut self, user: &User) -> Result<(), StoreError> {
        self.0.change(|state| {
            let taken = user.email.as_ref().and_then(|e| find_by_email(state, e));
            if taken.is_some_and(|other| other.id != user.id) {
                return Err(StoreError::Conflict(Unique::UserEmail));
            }
            insert(&mut state.users, user.id, user.clone(), Unique::Id)
        })
    }

    async fn insert_new(&mut self, users: &[User]) -> Result<Vec<UserId>, StoreError> {
        self.0.change(|state| {
            let canonical = |user: &User| Some(user.email.as_ref()?.canonical().to_owned());
            let mut taken: BTreeSet<String> = state.users.values().filter_map(canonical).collect();
            let mut added = Vec::new();
            for user in users {
                if canonical(user).is_none_or(|address| taken.insert(address)) {
                    insert(&mut state.users, user.id, user.clone(), Unique::Id)?;
                    added.push(user.id);
                }
            }
            Ok(added)
        })
    }

    async fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        Ok(self.0.state().users.get(&id).cloned())
    }

    async fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        Ok(find_by_email(&self.0.state(), email).cloned())
    }

    async fn taken_among(
        &mut self,
        emails: &[EmailAddress],
    ) -> Result<Vec<EmailAddress>, StoreError> {
        let state = self.0.state();
        let taken = emails.iter().filter(|email| find_by_email(&state, email).is_some());
        Ok(taken.cloned().collect())
    }

    /// There is one transaction at a time anyway.
    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        self.find(id).await
    }

    async fn lock_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        self.find_by_email(email).await
    }

    async fn lock_with_admins(&mut self, id: UserId) -> Result<Vec<User>, StoreError> {
        let state = self.0.state();
        let kept = state.users.values().filter(|user| user.id == id || user.role == Role::Admin);
        Ok(kept.cloned().collect())
    }

    async fn list(
        &mut self,
        filter: &UserFilter,
        now: Timestamp,
        after: Option<&Cursor<User>>,
        limit: Limit,
    ) -> Result<Page<User>, StoreError> {
        Ok(users_list::list(&self.0.state(), filter, now, after, limit))
    }

    async fn update(&mut self, user: &User) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let Some(kept) = Arc::make_mut(&mut state.users).get_mut(&user.id) else {
                return Ok(false);
            };
            if user.epoch > kept.epoch {
                Arc::make_mut(&mut state.epochs_raised).insert(user.id, user.updated_at);
            }
            *kept = User {
                email: kept.email.take(),
                email_verified_at: kept.email_verified_at,
                locale: kept.locale.clone(),
                password: kept.password.take(),
                created_at: kept.created_at,
                ..user.clone()
            };
            state.changes.insert(Change::User(user.id));
            Ok(true)
        })
    }

    async fn promote(&mut self, user: &User) -> Result<(), StoreError> {
        self.0.change(|state| {
            let taken = user.email.as_ref().and_then(|e| find_by_email(state, e));
            if taken.is_some_and(|other| other.id != user.id) {
                return Err(StoreError::Conflict(Unique::UserEmail));
            }
            if let Some(kept) = Arc::make_mut(&mut state.users).get_mut(&user.id) {
                *kept = User { epoch: kept.epoch, created_at: kept.created_at, ..user.clone() };
                state.changes.insert(Change::User(user.id));
            }
            Ok(())
        })
    }

    async fn purge_visitors(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.0.change(|state| {
            let is_away = |user: &&User| {
                let mut sessions = state.sessions.values();
                user.role == Role::Anonymous
                    && user.created_at < before
                    && sessions.all(|s| s.user_id != user.id || s.last_active_at < before)
            };
            let away = state.users.values().filter(is_away).map(|user| user.id);
            let away: Vec<UserId> = away.take(count as usize).collect();
            Ok(away.into_iter().filter(|id| remove(state, *id)).count() as u64)
        })
    }

    async fn delete(&mut self, id: UserId) -> Result<bool, StoreError> {
        self.0.change(|state| Ok(remove(state, id)))
    }

    async fn verify_email(&mut self, id: UserId, now: Timestamp) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let user = Arc::make_mut(&mut state.users).get_mut(&id);
            let Some(user) = user.filter(|user| user.email_verified_at.is_none()) else {
                return Ok(false);
            };
            user.email_verified_at = Some(now);
            user.version += 1;
            user.updated_at = now;
            state.changes.insert(Change::User(id));
            Ok(true)
        })
    }

    async fn set_password(
        &mut self,
        id: UserId,
        epoch: Option<u32>,
        hash: &PasswordHash,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let user = Arc::make_mut(&mut state.users).get_mut(&id);
            let Some(user) = user.filter(|user| epoch.is_none_or(|e| e == user.epoch)) else {
                return Ok(false);
            };
            user.password = Some(hash.clone());
            raise_epoch(state, id, now);
            Ok(true)
        })
    }

    async fn change_email(
        &mut self,
        id: UserId,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.0.change(|state| {
            if !state.users.contains_key(&id) {
                return Ok(false);
            }
            if find_by_email(state, email).is_some_and(|other| other.id != id) {
                return Err(StoreError::Conflict(Unique::UserEmail));
            }
            if let Some(user) = Arc::make_mut(&mut state.users).get_mut(&id) {
                user.email = Some(email.clone());
                user.email_verified_at = Some(now);
                raise_epoch(state, id, now);
            }
            Ok(true)
        })
    }

    async fn clear_password(&mut self, id: UserId, now: Timestamp) -> Result<(), StoreError> {
        self.0.change(|state| {
            if let Some(user) = Arc::make_mut(&mut state.users).get_mut(&id) {
                user.password = None;
                raise_epoch(state, id, now);
            }
            Ok(())
        })
    }

    async fn rehash(
        &mut self,
        id: UserId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<(), StoreError> {
        self.0.change(|state| {
            let user = Arc::make_mut(&mut state.users).get_mut(&id);
            if let Some(user) = user.filter(|user| user.password.as_ref() == Some(old)) {
                user.password = Some(new.clone());
            }
            Ok(())
        })
    }
}
