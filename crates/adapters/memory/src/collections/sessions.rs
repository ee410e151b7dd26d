use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use async_trait::async_trait;
use bookplate_domain::{
    roles::Role,
    sessions::{EndReason, Revocation, Rotation, Session, SessionRepository},
    shared::{Cursor, Limit, Page, SessionId, Timestamp, UserId},
    store::{StoreError, Unique},
    users::User,
};

use super::{
    Collections,
    pages::{from_the_end, page},
    purge::purge,
};
use crate::{
    change::Change,
    state::{State, insert},
    view::View,
};

/// How many devices of a user are told.
const DEVICES: usize = 100;

fn is_live(session: &Session, now: Timestamp) -> bool {
    session.revoked.is_none() && !session.has_expired(now)
}

/// Ends the sessions that `which` names and that were not ended before; answers how many.
fn revoke_each(state: &mut State, revocation: Revocation, which: impl Fn(&Session) -> bool) -> u64 {
    let mut ended = 0;
    for session in Arc::make_mut(&mut state.sessions).values_mut() {
        if session.revoked.is_none() && which(session) {
            session.revoked = Some(revocation);
            state.changes.insert(Change::User(session.user_id));
            ended += 1;
        }
    }
    ended
}

#[async_trait]
impl<V: View> SessionRepository for Collections<V> {
    async fn insert(&mut self, session: &Session, epoch: u32) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let user = state.users.get(&session.user_id);
            if user.is_none_or(|user| user.epoch != epoch) {
                return Ok(false);
            }
            let (id, row) = (session.id, session.clone());
            insert(&mut state.sessions, id, row, Unique::Id)?;
            Ok(true)
        })
    }

    async fn find_with_user(
        &mut self,
        id: SessionId,
    ) -> Result<Option<(Session, User)>, StoreError> {
        let state = self.0.state();
        let with_user = |session: &Session| {
            let user = state.users.get(&session.user_id)?;
            Some((session.clone(), user.clone()))
        };
        Ok(state.sessions.get(&id).and_then(with_user))
    }

    async fn rotate(
        &mut self,
        id: SessionId,
        rotation: Rotation,
    ) -> Result<Option<(Session, User)>, StoreError> {
        self.0.change(|state| {
            let session = Arc::make_mut(&mut state.sessions).get_mut(&id);
            let ready = |s: &&mut Session| {
                s.generation == rotation.from && s.revoked.is_none() && !s.has_expired(rotation.now)
            };
            let Some(session) = session.filter(ready) else { return Ok(None) };
            let Some(user) = state.users.get(&session.user_id) else { return Ok(None) };
            *session = session.clone().rotated(user.role, rotation);
            Ok(Some((session.clone(), user.clone())))
        })
    }

    async fn saw_generation(
        &mut self,
        id: SessionId,
        generation: u32,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.0.change(|state| {
            if let Some(session) = Arc::make_mut(&mut state.sessions).get_mut(&id) {
                session.seen_generation = session.seen_generation.max(generation);
                session.last_active_at = session.last_active_at.max(now);
            }
            Ok(())
        })
    }

    async fn list(&mut self, user: UserId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        let state = self.0.state();
        let live = state.sessions.values().filter(|s| s.user_id == user && is_live(s, now));
        let mut sessions: Vec<Session> = live.cloned().collect();
        sessions.sort_by_key(|session| Reverse((session.last_active_at, session.id)));
        Ok(sessions)
    }

    async fn count_live(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let state = self.0.state();
        Ok(state.sessions.values().filter(|session| is_live(session, now)).count() as u64)
    }

    async fn history(
        &mut self,
        user: UserId,
        after: Option<&Cursor<Session>>,
        limit: Limit,
    ) -> Result<Page<Session>, StoreError> {
        let state = self.0.state();
        let theirs = state.sessions.values().filter(|session| session.user_id == user);
        let mut sessions: Vec<_> = theirs.cloned().collect();
        sessions.sort_by_key(|session| Reverse((session.created_at, session.id)));
        let place = |session: &Session| {
            let at = session.created_at.unix_millis().to_be_bytes();
            from_the_end(at.into_iter().chain(session.id.as_uuid().into_bytes()))
        };
        Ok(page(sessions.into_iter(), place, after, limit))
    }

    async fn devices(&mut self, user: UserId) -> Result<Vec<String>, StoreError> {
        let state = self.0.state();
        let mut latest: BTreeMap<&str, Timestamp> = BTreeMap::new();
        for session in state.sessions.values().filter(|session| session.user_id == user) {
            if let Some(device) = &session.client.device {
                let opened = latest.entry(device).or_insert(session.created_at);
                *opened = session.created_at.max(*opened);
            }
        }
        let mut devices: Vec<(&str, Timestamp)> = latest.into_iter().collect();
        devices.sort_by_key(|(_, opened)| Reverse(*opened));
        Ok(devices.into_iter().take(DEVICES).map(|(device, _)| device.to_owned()).collect())
    }

    async fn revoke(
        &mut self,
        id: SessionId,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        let revocation = Revocation { at: now, reason };
        self.0.change(|state| {
            let found = state.sessions.get(&id).map(|session| session.user_id);
            Ok(found.filter(|_| revoke_each(state, revocation, |s| s.id == id) > 0))
        })
    }

    async fn revoke_own(
        &mut self,
        user: UserId,
        id: SessionId,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let revocation = Revocation { at: now, reason };
        let theirs = |session: &Session| session.id == id && session.user_id == user;
        self.0.change(|state| Ok(revoke_each(state, revocation, theirs) > 0))
    }

    async fn revoke_oldest(
        &mut self,
        user: UserId,
        keep: u32,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let revocation = Revocation { at: now, reason };
        self.0.change(|state| {
            let live = state.sessions.values().filter(|s| s.user_id == user && is_live(s, now));
            let mut opened: Vec<_> = live.map(|session| (session.created_at, session.id)).collect();
            opened.sort_by_key(|place| Reverse(*place));
            let keep = usize::try_from(keep).unwrap_or(usize::MAX);
            let oldest: BTreeSet<_> = opened.into_iter().skip(keep).map(|(_, id)| id).collect();
            Ok(revoke_each(state, revocation, |session| oldest.contains(&session.id)))
        })
    }

    async fn revoke_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let revocation = Revocation { at: now, reason };
        let theirs = |session: &Session| session.user_id == user && Some(session.id) != except;
        self.0.change(|state| Ok(revoke_each(state, revocation, theirs)))
    }

    async fn bound(
        &mut self,
        user: UserId,
        expires_at: Timestamp,
        ends_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.0.change(|state| {
            for session in Arc::make_mut(&mut state.sessions).values_mut() {
                if session.user_id == user {
                    session.expires_at = session.expires_at.min(expires_at);
                    session.ends_at = session.ends_at.min(ends_at);
                }
            }
            state.changes.insert(Change::User(user));
            Ok(())
        })
    }

    async fn reauthenticated(&mut self, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
        self.0.change(|state| {
            if let Some(session) = Arc::make_mut(&mut state.sessions).get_mut(&id) {
                session.authenticated_at = now;
                state.changes.insert(Change::User(session.user_id));
            }
            Ok(())
        })
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.0.change(|state| {
            let users = state.users.clone();
            let of_a_user = |session: &Session| {
                users.get(&session.user_id).is_none_or(|user| user.role != Role::Anonymous)
            };
            let end = |session: &Session| session.revoked.map_or(session.expires_at, |it| it.at);
            let is_over = |session: &Session| end(session) < before && of_a_user(session);
            Ok(purge(&mut state.sessions, count, is_over))
        })
    }
}
