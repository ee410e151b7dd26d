use async_trait::async_trait;
use secrecy::SecretString;
use uuid::Uuid;

use super::{
    Assertion, CodeChallenge, CodeVerifier, CompletedAuthorization, Identity, PendingAuthorization,
    ProviderName, Subject,
};
use crate::{
    shared::{AuthorizationId, Timestamp, UserId},
    store::{Source, StoreError},
};

/// The ways to sign in that lead through a provider.
#[async_trait]
pub trait IdentityRepository: Send {
    /// Links an identity. Of many at once with one issuer and subject, all but one MUST be refused
    /// with `Conflict(Unique::Identity)`; a second one of the same provider for the same user with
    /// `Conflict(Unique::UserProvider)`.
    async fn insert(&mut self, identity: &Identity) -> Result<(), StoreError>;

    /// Finds an identity by its issuer and subject, each to the letter.
    async fn find(
        &mut self,
        issuer: &str,
        subject: &Subject,
    ) -> Result<Option<Identity>, StoreError>;

    /// The identities of a user, in the order in which they were linked.
    async fn list(&mut self, user: UserId) -> Result<Vec<Identity>, StoreError>;

    /// Unlinks the identity that a user has of a provider; `false` if there is none.
    async fn delete(&mut self, user: UserId, provider: &ProviderName) -> Result<bool, StoreError>;

    /// Unlinks every identity of a user, and answers how many that were.
    async fn delete_all(&mut self, user: UserId) -> Result<u64, StoreError>;
}

/// The browsers that are at a provider, and what providers have said of those that came back.
#[async_trait]
pub trait AuthorizationRepository: Send {
    /// Keeps that a browser was sent to a provider.
    async fn insert_pending(&mut self, pending: &PendingAuthorization) -> Result<(), StoreError>;

    /// Removes and answers it, if it is of this provider and browser and has not expired at `now`;
    /// else it MUST stay as it is. Of many calls at once, exactly one MUST get it.
    async fn consume_pending(
        &mut self,
        id: AuthorizationId,
        provider: &ProviderName,
        browser: Uuid,
        now: Timestamp,
    ) -> Result<Option<PendingAuthorization>, StoreError>;

    /// Keeps what a provider has said.
    async fn insert_completed(
        &mut self,
        completed: &CompletedAuthorization,
    ) -> Result<(), StoreError>;

    /// Removes and answers it, if it has this challenge and has not expired at `now`; else it MUST
    /// stay as it is. Of many calls at once, exactly one MUST get it.
    async fn consume_completed(
        &mut self,
        id: AuthorizationId,
        challenge: &CodeChallenge,
        now: Timestamp,
    ) -> Result<Option<CompletedAuthorization>, StoreError>;

    /// Removes at most `count` of each kind that have expired at `now`, and answers how many that
    /// were in all.
    async fn purge(&mut self, now: Timestamp, count: u32) -> Result<u64, StoreError>;
}

/// Somebody outside who says who a person is, by a redirect there and back (OAuth 2.0 with RFC 9700,
/// OpenID Connect).
///
/// An implementer MUST come to an end within ten seconds, whatever the provider does; it MUST NOT
/// follow redirects, nor read an answer of more than 1 MiB, nor send a secret over an unprotected
/// network.
#[async_trait]
pub trait IdentityProvider: Send + Sync {
    /// The URL at the provider to which a browser is sent. It carries the state, the nonce where the
    /// provider knows it, and the S256 challenge of the verifier, never the verifier; and the prompt,
    /// or the nearest thing that the provider knows.
    async fn authorization_url(
        &self,
        secrets: &AuthorizationSecrets,
        prompt: Option<Prompt>,
    ) -> Result<String, ProviderError>;

    /// Finds out who came back. It MUST verify everything that the provider says by what was
    /// configured and by the secrets of this one authorization: the issuer, the audience, the
    /// signature, the times, the nonce. An address MUST count as verified only if the provider says so
    /// in so many words, and spells it as we do
    /// ([`EmailAddress::is_spelled_by`](crate::users::EmailAddress::is_spelled_by)).
    async fn identify(
        &self,
        response: &AuthorizationResponse,
        secrets: &AuthorizationSecrets,
    ) -> Result<Assertion, ProviderError>;

    /// Asks whether the provider can be used now.
    async fn check(&self) -> Result<(), ProviderError>;
}

/// What a provider is asked to do, whoever is signed in there (OpenID Connect Core, 3.1.2.1). It is a
/// wish: nobody verifies that it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Have the person sign in once more.
    Login,
    /// Have the person choose an account.
    SelectAccount,
}

impl Prompt {
    /// Every prompt.
    pub const ALL: [Self; 2] = [Self::Login, Self::SelectAccount];

    /// The prompt as it stands in requests.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::SelectAccount => "select_account",
        }
    }
}

/// What binds one authorization to what comes back.
#[derive(Clone, Debug)]
pub struct AuthorizationSecrets {
    /// Names the authorization; comes back with the browser.
    pub state: SecretString,
    /// Comes back inside the ID token.
    pub nonce: SecretString,
    /// Proves to the provider that whoever redeems the code is who began (RFC 7636).
    pub code_verifier: SecretString,
}

/// What a browser brings back from a provider, besides the state.
#[derive(Clone, Debug)]
pub struct AuthorizationResponse {
    /// The provider's code.
    pub code: SecretString,
    /// `iss`, if it is there (RFC 9207).
    pub issuer: Option<String>,
}

/// Why a provider did not say who somebody is.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It cannot be reached, did not answer in time, or is not ready; the same may work later.
    #[error("the provider is unavailable")]
    Unavailable(#[source] Source),
    /// It refused, or what it said is not to be believed.
    #[error("the provider's answer is of no use")]
    Untrustworthy(#[source] Source),
}

/// Makes challenges of verifiers.
pub trait CodeChallenges: Send + Sync {
    /// The challenge of a verifier (RFC 7636, 4.2, `S256`).
    fn s256(&self, verifier: &CodeVerifier) -> CodeChallenge;
}
