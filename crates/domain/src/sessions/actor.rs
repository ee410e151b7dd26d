use std::time::Duration;

use crate::{
    roles::{Permission, Role},
    sessions::SessionError,
    shared::{SessionId, Timestamp, UserId},
};

/// Who acts: a caller whose session was checked for this request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who it is.
    pub user_id: UserId,
    /// In which session.
    pub session_id: SessionId,
    /// The role as it is now, not as it was when the token was made.
    pub role: Role,
    /// When the caller last proved the password or the like.
    pub authenticated_at: Timestamp,
}

/// For this long a proof of the password counts as fresh (ASVS 5.0, 7.5.1: before a change of
/// what identifies an account).
const FRESH: Duration = Duration::from_secs(10 * 60);

impl Actor {
    /// Asks for a permission.
    pub fn require(&self, permission: Permission) -> Result<(), SessionError> {
        if self.role.may(permission) { Ok(()) } else { Err(SessionError::Forbidden) }
    }

    /// Asks for a proof of the password that is at most ten minutes old.
    pub fn require_fresh_proof(&self, now: Timestamp) -> Result<(), SessionError> {
        if now < self.authenticated_at.plus(FRESH) {
            Ok(())
        } else {
            Err(SessionError::ReauthenticationRequired)
        }
    }
}
