use std::time::Duration;

use uuid::Uuid;

use super::{Assertion, CodeChallenge, ProviderName};
use crate::shared::{AuthorizationId, Timestamp};

/// A browser that was sent to a provider and is to come back from it.
///
/// Everything secret about it (the state, the nonce, the verifier of the provider's code, the
/// browser's cookie) is derived from its ids and stored nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingAuthorization {
    /// Its own id, which the state names.
    pub id: AuthorizationId,
    /// Where the browser was sent.
    pub provider: ProviderName,
    /// The browser, which the cookie names: no other may come back.
    pub browser: Uuid,
    /// The page that the browser goes to in the end.
    pub redirect_to: String,
    /// What the one-time code is bound to.
    pub code_challenge: CodeChallenge,
    /// When the browser was sent.
    pub created_at: Timestamp,
    /// Until when it may come back.
    pub expires_at: Timestamp,
}

impl PendingAuthorization {
    /// How long somebody may take at the provider.
    pub const LIFETIME: Duration = Duration::from_secs(10 * 60);
}

/// What a provider has said, until the front end fetches it with the one-time code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletedAuthorization {
    /// Its own id, which the code names.
    pub id: AuthorizationId,
    /// Who said it.
    pub provider: ProviderName,
    /// What it said.
    pub assertion: Assertion,
    /// Whoever knows the verifier of this may have it.
    pub code_challenge: CodeChallenge,
    /// When the provider said it.
    pub created_at: Timestamp,
    /// Until when the code works.
    pub expires_at: Timestamp,
}

impl CompletedAuthorization {
    /// How long a front end may take to use the code.
    pub const LIFETIME: Duration = Duration::from_secs(60);
}
