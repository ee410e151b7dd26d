use std::fmt;

use bookplate_domain::identities::ProviderError;

/// What was being asked of a provider when something went wrong. A failure names its step and says in
/// words what is wrong with it; it never quotes what the provider sent, which may be a secret, but for
/// what a discovery document calls itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    AuthorizationRequest,
    AuthorizationResponse,
    Discovery,
    Keys,
    Token,
    IdToken,
    UserInfo,
    User,
    Emails,
    Check,
}

impl Step {
    /// The same may work later.
    pub(crate) fn unavailable(self, reason: impl Into<String>) -> ProviderError {
        ProviderError::Unavailable(Box::new(Fault { step: self, reason: reason.into() }))
    }

    /// It is not to be believed.
    pub(crate) fn untrustworthy(self, reason: impl Into<String>) -> ProviderError {
        ProviderError::Untrustworthy(Box::new(Fault { step: self, reason: reason.into() }))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AuthorizationRequest => "the authorization request",
            Self::AuthorizationResponse => "the authorization response",
            Self::Discovery => "the discovery document",
            Self::Keys => "the keys",
            Self::Token => "the token endpoint",
            Self::IdToken => "the ID token",
            Self::UserInfo => "the userinfo endpoint",
            Self::User => "the user",
            Self::Emails => "the user's addresses",
            Self::Check => "the host",
        })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{step}: {reason}")]
struct Fault {
    step: Step,
    reason: String,
}
