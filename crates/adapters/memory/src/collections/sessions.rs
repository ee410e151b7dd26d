use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    sessions::{EndReason, Revocation, Rotation, Session, SessionRepository},
    shared::{SessionId, Timestamp, UserId},
    store::{StoreError, Unique},
    users::User,
};

use super::Collections;
use crate::{state::insert, view::View};

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

    async fn rotate(&mut self, id: SessionId, rotation: Rotation) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let session = Arc::make_mut(&mut state.sessions).get_mut(&id);
            let ready = |s: &&mut Session| s.generation == rotation.from && s.revoked.is_none();
            let Some(session) = session.filter(ready) else {
                return Ok(false);
            };
            *session = session.clone().rotated(rotation);
            Ok(true)
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
                session.last_active_at = now;
            }
            Ok(())
        })
    }

    async fn revoke(
        &mut self,
        id: SessionId,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let session = Arc::make_mut(&mut state.sessions).get_mut(&id);
            let Some(session) = session.filter(|session| session.revoked.is_none()) else {
                return Ok(false);
            };
            session.revoked = Some(Revocation { at: now, reason });
            Ok(true)
        })
    }

    async fn revoke_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.0.change(|state| {
            let mut ended = 0;
            for session in Arc::make_mut(&mut state.sessions).values_mut() {
                let theirs = session.user_id == user && Some(session.id) != except;
                if theirs && session.revoked.is_none() {
                    session.revoked = Some(Revocation { at: now, reason });
                    ended += 1;
                }
            }
            Ok(ended)
        })
    }

    async fn reauthenticated(&mut self, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
        self.0.change(|state| {
            if let Some(session) = Arc::make_mut(&mut state.sessions).get_mut(&id) {
                session.authenticated_at = now;
            }
            Ok(())
        })
    }
}
