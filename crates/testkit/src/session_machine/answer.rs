use bookplate_domain::{
    sessions::{AccessTokenError, SessionError},
    store::StoreError,
    users::UserError,
};

/// What came of an act, without anything that differs from store to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Tokens of a generation, or entry by one of them.
    Granted(usize),
    /// It is done; for ends of sessions, so many were ended.
    Done(u64),
    /// There is nothing that the act could be done to.
    Nothing,
    /// It ran beside another act; which of the two came first is open.
    Raced,
    Reused,
    Expired,
    Revoked,
    AccessTokenExpired,
    NotFound,
    Unavailable,
    /// What should never be answered here.
    Other(String),
}

impl Answer {
    pub fn is_granted(&self) -> bool {
        matches!(self, Self::Granted(_))
    }
}

impl From<SessionError> for Answer {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::RefreshTokenReused => Self::Reused,
            SessionError::Expired => Self::Expired,
            SessionError::Revoked => Self::Revoked,
            SessionError::AccessToken(AccessTokenError::Expired) => Self::AccessTokenExpired,
            SessionError::NotFound => Self::NotFound,
            SessionError::Store(StoreError::Unavailable(_)) => Self::Unavailable,
            other => Self::Other(format!("{other:?}")),
        }
    }
}

impl From<UserError> for Answer {
    fn from(error: UserError) -> Self {
        match error {
            UserError::Session(error) => error.into(),
            UserError::Store(StoreError::Unavailable(_)) => Self::Unavailable,
            other => Self::Other(format!("{other:?}")),
        }
    }
}
