use super::UserError;
use crate::shared::Timestamp;

/// Tells a token that came too late from one that is gone.
pub(super) fn spent_or_expired(expires_at: Option<Timestamp>, now: Timestamp) -> UserError {
    match expires_at {
        Some(moment) if moment <= now => UserError::TokenExpired,
        _ => UserError::TokenInvalid,
    }
}
