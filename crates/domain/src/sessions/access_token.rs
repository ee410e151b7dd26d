use secrecy::SecretString;

use crate::{
    roles::Role,
    shared::{SessionId, Timestamp, TokenId, UserId},
};

/// A signed access token in its compact form (RFC 9068).
#[derive(Clone, Debug)]
pub struct AccessToken(pub SecretString);

/// What an access token says. Issuer and audience belong to whoever signs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// `jti`: this token alone.
    pub id: TokenId,
    /// `sub`: who.
    pub user_id: UserId,
    /// `sid`: in which session.
    pub session_id: SessionId,
    /// `gen`: the generation of the refresh token that was given with it.
    pub generation: u32,
    /// `role`, when it was signed.
    pub role: Role,
    /// `name`, if the user has one.
    pub name: Option<String>,
    /// `email`: the canonical address, if the user has one.
    pub email: Option<String>,
    /// `email_verified`.
    pub email_verified: bool,
    /// `auth_time`: when the user last proved the password or the like.
    pub authenticated_at: Timestamp,
    /// `iat`.
    pub issued_at: Timestamp,
    /// `exp`.
    pub expires_at: Timestamp,
}

/// Why an access token was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessTokenError {
    /// It is ours, but its time is over.
    #[error("the access token has expired")]
    Expired,
    /// It is not one of ours, not for us, or altered.
    #[error("the access token is invalid")]
    Invalid,
}
