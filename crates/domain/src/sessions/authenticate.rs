use std::{sync::Arc, time::Duration};

use super::{AccessTokenError, Actor, Claims, LiveSession, Session, SessionError, Sessions};
use crate::{
    shared::{SessionId, Timestamp},
    store::StoreError,
    users::User,
};

/// Activity is noted at most this often.
const ACTIVITY: Duration = Duration::from_secs(60);

/// A caller whose access token and session were checked.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// Who acts.
    pub actor: Actor,
    /// The session.
    pub session: Arc<Session>,
    /// The user, as of now or a few seconds ago.
    pub user: Arc<User>,
}

impl Sessions {
    /// Checks an access token and that its session lives. That is remembered for a few seconds;
    /// otherwise it costs one statement, and one write for the first use of each generation and
    /// once a minute.
    pub async fn authenticate(&self, token: &str) -> Result<Authenticated, SessionError> {
        let now = self.ports.clock.now();
        let claims = self.ports.access_tokens.verify(token, now)?;
        let before = self.ports.live_sessions.before_read(claims.user_id);
        let remembered = self.remembered(&claims, now);
        let known = remembered.is_some();
        let mut live = match remembered {
            Some(live) => live,
            None => self.read_live(&claims, now).await?,
        };
        judge(&live.session, &claims, now)?;
        let used = self.note_use(&mut live, claims.generation, now).await?;
        if used || !known {
            self.ports.live_sessions.remember(before, live.clone());
        }
        let LiveSession { session, user, .. } = live;
        let actor = Actor {
            user_id: user.id,
            session_id: session.id,
            role: user.role,
            authenticated_at: session.authenticated_at,
        };
        Ok(Authenticated { actor, session, user })
    }

    /// What is remembered, unless the token is newer than that.
    fn remembered(&self, claims: &Claims, now: Timestamp) -> Option<LiveSession> {
        let live = self.ports.live_sessions.get(claims.user_id, claims.session_id, now)?;
        (claims.generation <= live.session.generation).then_some(live)
    }

    async fn read_live(
        &self,
        claims: &Claims,
        now: Timestamp,
    ) -> Result<LiveSession, SessionError> {
        let found = self.ports.store.read().sessions().find_with_user(claims.session_id).await?;
        let (session, user) = found.ok_or(SessionError::Revoked)?;
        Ok(LiveSession { session: Arc::new(session), user: Arc::new(user), read_at: now })
    }

    /// Notes that tokens of this generation have arrived: from here on the refresh token before is
    /// spent for good. What cannot be written now is noted at the next use; reading goes on.
    async fn note_use(
        &self,
        live: &mut LiveSession,
        generation: u32,
        now: Timestamp,
    ) -> Result<bool, SessionError> {
        let session = &live.session;
        let idle = now.since(session.last_active_at) >= ACTIVITY;
        if session.seen_generation >= generation && !idle {
            return Ok(false);
        }
        match self.saw_generation(session.id, generation, now).await {
            Ok(()) => {
                let session = Arc::make_mut(&mut live.session);
                session.seen_generation = session.seen_generation.max(generation);
                session.last_active_at = now;
                Ok(true)
            }
            Err(StoreError::Unavailable(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn saw_generation(
        &self,
        id: SessionId,
        generation: u32,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.ports.store.begin().await?;
        tx.sessions().saw_generation(id, generation, now).await?;
        tx.commit().await
    }
}

fn judge(session: &Session, claims: &Claims, now: Timestamp) -> Result<(), SessionError> {
    if session.user_id != claims.user_id || claims.generation > session.generation {
        Err(AccessTokenError::Invalid.into())
    } else if session.revoked.is_some() {
        Err(SessionError::Revoked)
    } else if session.has_expired(now) {
        Err(SessionError::Expired)
    } else {
        Ok(())
    }
}
