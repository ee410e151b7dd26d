use super::{AccessTokenError, Actor, Session, SessionError, Sessions};
use crate::{
    shared::{SessionId, Timestamp},
    store::StoreError,
    users::User,
};

/// A caller whose access token and session were checked.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// Who acts.
    pub actor: Actor,
    /// The session.
    pub session: Session,
    /// The user as of now.
    pub user: User,
}

impl Sessions {
    /// Checks an access token and that its session lives: one statement, and one write for the
    /// first use of each generation.
    pub async fn authenticate(&self, token: &str) -> Result<Authenticated, SessionError> {
        let now = self.ports.clock.now();
        let claims = self.ports.access_tokens.verify(token, now)?;
        let found = self.ports.store.read().sessions().find_with_user(claims.session_id).await?;
        let (session, user) = found.ok_or(SessionError::Revoked)?;
        if session.user_id != claims.user_id || claims.generation > session.generation {
            return Err(AccessTokenError::Invalid.into());
        }
        if session.revoked.is_some() {
            return Err(SessionError::Revoked);
        }
        if session.has_expired(now) {
            return Err(SessionError::Expired);
        }
        if session.seen_generation < claims.generation {
            self.note_use(session.id, claims.generation, now).await?;
        }
        let actor = Actor {
            user_id: user.id,
            session_id: session.id,
            role: user.role,
            authenticated_at: session.authenticated_at,
        };
        Ok(Authenticated { actor, session, user })
    }

    /// Notes that tokens of this generation have arrived: from here on the refresh token before is
    /// spent for good. What cannot be written now is noted at the next use; reading goes on.
    async fn note_use(
        &self,
        id: SessionId,
        generation: u32,
        now: Timestamp,
    ) -> Result<(), SessionError> {
        let noted = async {
            let mut tx = self.ports.store.begin().await?;
            tx.sessions().saw_generation(id, generation, now).await?;
            tx.commit().await
        };
        match noted.await {
            Ok(()) | Err(StoreError::Unavailable(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
