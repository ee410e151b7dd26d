use super::HashError;
use crate::{limits::LimitReached, sessions::SessionError, shared::InputErrors, store::StoreError};

/// Why something with an account did not work.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// Some fields are wrong.
    #[error(transparent)]
    Invalid(#[from] InputErrors),
    /// Nobody may register here.
    #[error("registration is closed")]
    RegistrationClosed,
    /// The address has an account, or one that gave it up can still get it back.
    #[error("the address has an account, or was given up by one within the last seven days")]
    EmailTaken,
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
    /// It was changed since the caller has read it.
    #[error("it was changed since it was read")]
    VersionConflict,
    /// Nobody would be left who may do everything.
    #[error("this is the last active admin")]
    LastAdmin,
    /// The mailed token is unknown or spent.
    #[error("the token is unknown or spent")]
    TokenInvalid,
    /// The mailed token came too late.
    #[error("the token has expired")]
    TokenExpired,
    /// It was tried too often.
    #[error(transparent)]
    LimitReached(#[from] LimitReached),
    /// The password could not be hashed now.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The new session could not be opened.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
