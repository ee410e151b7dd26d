use super::{AccessTokenError, KeyRingError};
use crate::{limits::LimitReached, store::StoreError, users::HashError};

/// Why something with a session did not work.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The address has no account, or another password.
    #[error("the address or the password is wrong")]
    InvalidCredentials,
    /// The password is right, but the mailbox is not proven.
    #[error("the mailbox is not proven")]
    EmailNotVerified,
    /// The password is right, but the account is suspended.
    #[error("the account is suspended")]
    Suspended,
    /// Nobody may look around without an account here.
    #[error("visitors are not let in")]
    VisitorsRefused,
    /// The access token is of no use.
    #[error(transparent)]
    AccessToken(#[from] AccessTokenError),
    /// There is no token at all.
    #[error("there is no credential")]
    NoCredential,
    /// The refresh token is not one of ours.
    #[error("the refresh token is invalid")]
    RefreshTokenInvalid,
    /// The refresh token was spent and its successor is in use; the session has been ended.
    #[error("the refresh token was used twice")]
    RefreshTokenReused,
    /// The session has come to its end in time.
    #[error("the session has expired")]
    Expired,
    /// The session was ended.
    #[error("the session was ended")]
    Revoked,
    /// There is no such session, or none of the caller's.
    #[error("there is no such session")]
    NotFound,
    /// The caller may not do this.
    #[error("the caller may not do this")]
    Forbidden,
    /// The caller must prove the password once more.
    #[error("the last proof of the password is too old")]
    ReauthenticationRequired,
    /// It was tried too often.
    #[error(transparent)]
    LimitReached(#[from] LimitReached),
    /// The password could not be checked now.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// No access token can be signed.
    #[error(transparent)]
    Keys(#[from] KeyRingError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SessionError {
    /// Whether the refresh token that led to this will never work again.
    pub fn ends_the_refresh_token(&self) -> bool {
        matches!(
            self,
            Self::RefreshTokenInvalid | Self::RefreshTokenReused | Self::Expired | Self::Revoked
        )
    }
}
