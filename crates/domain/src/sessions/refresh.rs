use secrecy::{ExposeSecret, SecretString};

use super::{EndReason, Presented, Rotation, Session, SessionError, SessionGrant, Sessions};
use crate::{
    audit::EventKind,
    limits::{LimitKey, Rule},
    mail::Mail,
    shared::{Client, SessionId, Timestamp},
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

        let (mut session, mut user) = self.find_for_refresh(id).await?;
        if session.present(token.generation, now, &self.policy.sessions) == Presented::Rotate {
            let lifetimes = self.policy.lifetimes(user.role);
            let expires_at = session.expiry_after_refresh(now, lifetimes);
            let rotation = Rotation { from: token.generation, now, expires_at };
            // Before anything is kept: a node that cannot sign must not spend a token.
            let grant = self.grant(user, session.rotated(rotation), now)?;
            if self.ports.store.rotate_session(id, rotation).await? {
                return Ok(grant);
            }
            // Another was faster.
            (session, user) = self.find_for_refresh(id).await?;
        }
        self.answer_again(session, user, token.generation, now, &command.client).await
    }

    async fn find_for_refresh(&self, id: SessionId) -> Result<(Session, User), SessionError> {
        let found = self.ports.store.read().sessions().find_with_user(id).await?;
        found.ok_or(SessionError::RefreshTokenInvalid)
    }

    /// Answers a token that is not the newest one any more, or never was.
    async fn answer_again(
        &self,
        session: Session,
        user: User,
        generation: u32,
        now: Timestamp,
        client: &Client,
    ) -> Result<SessionGrant, SessionError> {
        match session.present(generation, now, &self.policy.sessions) {
            Presented::Again => {
                Ok(SessionGrant { given_again: true, ..self.grant(user, session, now)? })
            }
            Presented::Reused => {
                self.end_stolen(session, user, client, now).await?;
                Err(SessionError::RefreshTokenReused)
            }
            Presented::Rotate | Presented::Unknown => Err(SessionError::RefreshTokenInvalid),
            Presented::Expired => Err(SessionError::Expired),
            Presented::Revoked => Err(SessionError::Revoked),
        }
    }

    async fn end_stolen(
        &self,
        session: Session,
        user: User,
        client: &Client,
        now: Timestamp,
    ) -> Result<(), SessionError> {
        let mut tx = self.ports.store.begin().await?;
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
