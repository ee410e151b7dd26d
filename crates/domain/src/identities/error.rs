use crate::{sessions::SessionError, shared::InputErrors, store::StoreError, users::UserError};

/// Why something with an identity did not work.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// Some fields are wrong.
    #[error(transparent)]
    Invalid(#[from] InputErrors),
    /// There is no such provider, or the account has no identity of it.
    #[error("there is no such provider, or no identity of it")]
    NotFound,
    /// The one-time code is unknown, spent, too old, or somebody else's.
    #[error("the one-time code is of no use")]
    CodeInvalid,
    /// The provider does not vouch for the address, and nobody is linked to the identity.
    #[error("the provider does not vouch for the address")]
    EmailUnproven,
    /// The identity is none of the caller's account.
    #[error("the identity is not linked to the account")]
    NotLinked,
    /// The identity belongs to another account.
    #[error("the identity belongs to another account")]
    IdentityTaken,
    /// The account has another identity of this provider.
    #[error("the account has another identity of this provider")]
    ProviderAlreadyLinked,
    /// Nobody could sign in to the account any more.
    #[error("this is the last way to sign in")]
    LastSignInMethod,
    /// What goes for every new account, or for every session.
    #[error(transparent)]
    User(#[from] UserError),
}

impl From<SessionError> for IdentityError {
    fn from(error: SessionError) -> Self {
        Self::User(error.into())
    }
}

impl From<StoreError> for IdentityError {
    fn from(error: StoreError) -> Self {
        Self::User(error.into())
    }
}
