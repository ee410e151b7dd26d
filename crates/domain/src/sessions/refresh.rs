use secrecy::{ExposeSecret, SecretString};

use super::{EndReason, Presented, Rotation, Session, SessionError, SessionGrant, Sessions};
use crate::{
    audit::EventKind,
    limits::{LimitKey, Rule},
    mail::Mail,
    shared::{Client, SessionId, Timestamp},
    store::Transaction,
    users::{TokenPurpose, User},
};

/// Somebody presents a refresh token.
#[derive(Clone, Debug)]
pub struct Refresh {
    /// The token.
    pub token: SecretString,
    /// Where the request came from.
    pub client: Client,
}

impl Sessions {
    /// Gives the next two tokens for a refresh token.
    ///
    /// Many calls at once with one token get one and the same successor. A token that was spent
    /// dishonestly ends its session, which is kept although the answer is an error.
    pub async fn refresh(&self, command: Refresh) -> Result<SessionGrant, SessionError> {
        let token = self
            .ports
            .opaque_tokens
            .open(TokenPurpose::Refresh, command.token.expose_secret())
            .ok_or(SessionError::RefreshTokenInvalid)?;
        let id = SessionId::from_uuid(token.id);
        self.ports.limits.check(Rule::Refresh, &LimitKey::Session(id)).await?.into_result()?;
        let now = self.ports.clock.now();

        let mut tx = self.ports.store.begin().await?;
        let (session, user, stepped) = self.step(tx.as_mut(), id, token.generation, now).await?;
        match session.present(token.generation, now, &self.policy.sessions) {
            // `step` has rotated already: the presented generation is one behind.
            Presented::Again => {
                let grant = self.grant(user, session, now)?;
                tx.commit().await?;
                Ok(SessionGrant { given_again: !stepped, ..grant })
            }
            Presented::Reused => {
                self.end_stolen(tx, session, user, &command.client, now).await?;
                Err(SessionError::RefreshTokenReused)
            }
            Presented::Rotate | Presented::Unknown => Err(SessionError::RefreshTokenInvalid),
            Presented::Expired => Err(SessionError::Expired),
            Presented::Revoked => Err(SessionError::Revoked),
        }
    }

    /// Rotates the session if the newest generation was presented, and answers the session as it
    /// is then, and whether it was this call: another may have been faster.
    async fn step(
        &self,
        tx: &mut dyn Transaction,
        id: SessionId,
        generation: u32,
        now: Timestamp,
    ) -> Result<(Session, User, bool), SessionError> {
        let found = tx.sessions().find_with_user(id).await?;
        let (session, user) = found.ok_or(SessionError::RefreshTokenInvalid)?;
        if session.present(generation, now, &self.policy.sessions) != Presented::Rotate {
            return Ok((session, user, false));
        }
        let expires_at = session.expiry_after_refresh(now, self.policy.lifetimes(user.role));
        let rotation = Rotation { from: generation, now, expires_at };
        if tx.sessions().rotate(id, rotation).await? {
            return Ok((session.rotated(rotation), user, true));
        }
        let found = tx.sessions().find_with_user(id).await?;
        let (session, user) = found.ok_or(SessionError::RefreshTokenInvalid)?;
        Ok((session, user, false))
    }

    async fn end_stolen(
        &self,
        mut tx: Box<dyn Transaction>,
        session: Session,
        user: User,
        client: &Client,
        now: Timestamp,
    ) -> Result<(), SessionError> {
        if tx.sessions().revoke(session.id, EndReason::TokenReused, now).await?.is_some() {
            let event = self.ports.event(EventKind::RefreshTokenReused, now, client);
            let event = event.concerning(Some(user.id)).in_session(session.id);
            tx.audit().record(&event).await?;
            if let Some(email) = user.proven_email() {
                let device = session.client.device;
                let mail = Mail::SessionEndedAfterReuse { device, at: now };
                tx.outbox().insert(&self.ports.owe(email, &user.locale, mail, now)).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }
}
