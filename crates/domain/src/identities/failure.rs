use super::{ProviderError, ProviderName};

/// That a browser did not bring what it was sent for, and where it goes with that.
#[derive(Debug)]
pub struct AuthorizationFailure {
    /// The page of the front end.
    pub redirect_to: String,
    /// The provider, if the way was one of ours.
    pub provider: Option<ProviderName>,
    /// Why.
    pub reason: FailureReason,
}

/// Why a browser did not bring what it was sent for.
#[derive(Debug, thiserror::Error)]
pub enum FailureReason {
    /// The state is unknown, spent or too old, or of another browser or provider.
    #[error("the state is of no use")]
    InvalidState,
    /// The person did not want to.
    #[error("the person did not want to")]
    Cancelled,
    /// The provider did not say who it is.
    #[error(transparent)]
    Provider(#[from] ProviderError),
}

impl FailureReason {
    /// What a front end switches on.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvalidState => "INVALID_STATE",
            Self::Cancelled => "SIGN_IN_CANCELLED",
            Self::Provider(ProviderError::Unavailable(_)) => "PROVIDER_UNAVAILABLE",
            Self::Provider(ProviderError::Untrustworthy(_)) => "PROVIDER_FAILED",
        }
    }
}

impl AuthorizationFailure {
    pub(super) fn of_provider(
        provider: &ProviderName,
        redirect_to: String,
        reason: impl Into<FailureReason>,
    ) -> Self {
        Self { redirect_to, provider: Some(provider.clone()), reason: reason.into() }
    }
}
