use secrecy::{ExposeSecret, SecretString};

use super::{EndReason, Presented, Rotation, Session, SessionError, SessionGrant, Sessions};
use crate::{
    audit::EventKind,
    limits::{LimitKey, Rule},
    mail::Mail,
    roles::Role,
    shared::{Client, SessionId, Timestamp},
    store::StoreError,
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

        let rotation = Rotation {
            from: token.generation,
            now,
            expires_at: now.plus(self.policy.lifetimes(Role::User).idle),
            visitor_expires_at: now.plus(self.policy.lifetimes(Role::Anonymous).idle),
        };
        let refused = match self.ports.store.rotate_session(id, rotation).await {
            // Whoever gets no answer presents the token again, and is given the same successor.
            Ok(Some((session, user))) => return self.grant(user, session, now),
            Ok(None) => SessionError::RefreshTokenInvalid,
            // Nothing can be written now, as others see and log who have to write.
            Err(error @ StoreError::Unavailable(_)) => error.into(),
            Err(error) => return Err(error.into()),
        };
        // It may be another token than the newest; to give an answer again nothing is written.
        let found = self.ports.store.read().sessions().find_with_user(id).await?;
        let (session, user) = found.ok_or(SessionError::RefreshTokenInvalid)?;
        match session.present(token.generation, now, &self.policy.sessions) {
            Presented::Rotate => Err(refused),
            Presented::Again => {
                Ok(SessionGrant { given_again: true, ..self.grant(user, session, now)? })
            }
            Presented::Reused => {
                self.end_stolen(session, user, &command.client, now).await?;
                Err(SessionError::RefreshTokenReused)
            }
            Presented::Unknown => Err(SessionError::RefreshTokenInvalid),
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
