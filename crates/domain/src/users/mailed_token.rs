use secrecy::{ExposeSecret, SecretString};

use super::{TokenPurpose, UserError, Users};
use crate::shared::{Timestamp, TokenId};

impl Users {
    /// The id in a token that was mailed for a purpose.
    pub(super) fn open_mailed(
        &self,
        purpose: TokenPurpose,
        token: &SecretString,
    ) -> Result<TokenId, UserError> {
        let opened = self.ports.opaque_tokens.open(purpose, token.expose_secret());
        opened.map(|token| TokenId::from_uuid(token.id)).ok_or(UserError::TokenInvalid)
    }
}

/// What was found for a token and still works at `now`; tells one that came too late from one that
/// is gone.
pub(super) fn working<T>(
    found: Option<T>,
    expires_at: impl FnOnce(&T) -> Timestamp,
    now: Timestamp,
) -> Result<T, UserError> {
    let found = found.ok_or(UserError::TokenInvalid)?;
    if expires_at(&found) > now { Ok(found) } else { Err(UserError::TokenExpired) }
}
