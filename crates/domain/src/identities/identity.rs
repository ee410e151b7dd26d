use super::{ProviderName, Subject};
use crate::{
    shared::{Timestamp, UserId},
    users::{EmailAddress, User},
};

/// That somebody whom a provider knows is somebody who has an account here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Whose account it leads to.
    pub user_id: UserId,
    /// The provider, as it was named when the identity was linked. An account has one identity of
    /// each.
    pub provider: ProviderName,
    /// The issuer's URL. Together with the subject it belongs to one account.
    pub issuer: String,
    /// Who it is there.
    pub subject: Subject,
    /// The address that the provider gave when the identity was linked: so that the owner knows it
    /// again, and for nothing else.
    pub email: Option<EmailAddress>,
    /// When it was linked.
    pub created_at: Timestamp,
}

/// One way to sign in to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInMethod {
    /// The address and a password.
    Password,
    /// Somebody outside who vouches for it.
    Provider(Identity),
}

impl SignInMethod {
    /// What the password is called where others are called by their provider.
    pub const PASSWORD: &str = "password";

    /// Who vouches for it.
    pub fn provider(&self) -> &str {
        match self {
            Self::Password => Self::PASSWORD,
            Self::Provider(identity) => identity.provider.as_str(),
        }
    }

    /// All ways to sign in to an account, the password first, then in the order in which they were
    /// linked.
    pub fn all_of(user: &User, identities: Vec<Identity>) -> Vec<Self> {
        let password = user.password.iter().map(|_| Self::Password);
        password.chain(identities.into_iter().map(Self::Provider)).collect()
    }
}
