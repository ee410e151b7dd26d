use secrecy::{ExposeSecret, SecretString};

use super::{Presented, Session, SessionError, Sessions};
use crate::{
    shared::SessionId,
    users::{TokenPurpose, User},
};

impl Sessions {
    /// Whose session a refresh token keeps, without spending it: for a browser that has nothing
    /// else at hand when a page opens. A token that would not be refreshed is refused; one that
    /// looks stolen is judged when it is presented for a refresh.
    pub async fn read_by_refresh_token(
        &self,
        token: &SecretString,
    ) -> Result<(Session, User), SessionError> {
        let text = token.expose_secret();
        let opened = self.ports.opaque_tokens.open(TokenPurpose::Refresh, text);
        let token = opened.ok_or(SessionError::RefreshTokenInvalid)?;
        let id = SessionId::from_uuid(token.id);
        let found = self.ports.store.read().sessions().find_with_user(id).await?;
        let (session, user) = found.ok_or(SessionError::RefreshTokenInvalid)?;
        let now = self.ports.clock.now();
        match session.present(token.generation, now, &self.policy.sessions) {
            Presented::Rotate => {
                // It has arrived: from here on the one before is spent for good.
                if session.seen_generation < token.generation {
                    self.saw_generation(id, token.generation, now).await?;
                }
                Ok((session, user))
            }
            Presented::Again => Ok((session, user)),
            Presented::Reused => Err(SessionError::RefreshTokenReused),
            Presented::Unknown => Err(SessionError::RefreshTokenInvalid),
            Presented::Expired => Err(SessionError::Expired),
            Presented::Revoked => Err(SessionError::Revoked),
        }
    }
}
