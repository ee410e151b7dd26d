use secrecy::{ExposeSecret, SecretString};

use super::{
    AuthorizationFailure, AuthorizationResponse, CompletedAuthorization, FailureReason, Identities,
    IdentityError, PendingAuthorization, Provider, ProviderError, ProviderName,
};
use crate::{shared::AuthorizationId, users::TokenPurpose};

/// A browser comes back from a provider.
#[derive(Clone, Debug)]
pub struct CompleteAuthorization {
    /// The provider whose way back it took.
    pub provider: ProviderName,
    /// The state that it brings.
    pub state: Option<SecretString>,
    /// The cookie that names the browser.
    pub browser: Option<SecretString>,
    /// What else it brings.
    pub answer: ProviderAnswer,
}

/// What a provider gave a browser to bring (RFC 6749, 4.1.2).
#[derive(Clone, Debug)]
pub enum ProviderAnswer {
    /// A code, with which the provider can be asked.
    Code(AuthorizationResponse),
    /// An error, by its name.
    Error(String),
    /// Neither, or both.
    Nothing,
}

/// What a browser takes to the front end.
#[derive(Debug)]
pub enum Completed {
    /// A one-time code.
    Code {
        /// The page of the front end.
        redirect_to: String,
        /// The code, which works for [`CompletedAuthorization::LIFETIME`].
        code: SecretString,
    },
    /// Nothing.
    Failed(AuthorizationFailure),
}

impl Identities {
    /// Asks the provider who came back, and keeps what it says for whoever has the one-time code and
    /// its verifier. Nobody is signed in by that, nor anything linked.
    ///
    /// The state is spent before anything else happens, by one of many browsers that bring it.
    pub async fn complete_authorization(
        &self,
        command: CompleteAuthorization,
    ) -> Result<Completed, IdentityError> {
        let CompleteAuthorization { provider, state, browser, answer } = command;
        let provider = self.provider(&provider).ok_or(IdentityError::NotFound)?;
        let Some(pending) = self.consume_state(provider, state, browser).await? else {
            return Ok(Completed::Failed(AuthorizationFailure {
                redirect_to: self.first_target()?,
                provider: None,
                reason: FailureReason::InvalidState,
            }));
        };
        let said = match answer {
            ProviderAnswer::Code(response) => {
                let said = provider.adapter.identify(&response, &self.secrets(pending.id)).await;
                said.map_err(FailureReason::from)
            }
            ProviderAnswer::Error(name) if name == "access_denied" => Err(FailureReason::Cancelled),
            ProviderAnswer::Error(name) => Err(error_response(&name).into()),
            ProviderAnswer::Nothing => {
                let why = "the browser brought neither a code nor an error";
                Err(ProviderError::Untrustworthy(why.into()).into())
            }
        };
        let assertion = match said {
            Ok(assertion) => assertion,
            Err(reason) => {
                let redirect_to = pending.redirect_to;
                let failure =
                    AuthorizationFailure::of_provider(&provider.name, redirect_to, reason);
                return Ok(Completed::Failed(failure));
            }
        };
        let now = self.ports.clock.now();
        let id = AuthorizationId::mint(now, self.ports.random.as_ref());
        let completed = CompletedAuthorization {
            id,
            provider: pending.provider,
            assertion,
            code_challenge: pending.code_challenge,
            created_at: now,
            expires_at: now.plus(CompletedAuthorization::LIFETIME),
        };
        let mut tx = self.ports.store.begin().await?;
        tx.authorizations().insert_completed(&completed).await?;
        tx.commit().await?;
        let code = self.ports.opaque_tokens.issue(TokenPurpose::OauthCode, id.as_uuid(), 0);
        Ok(Completed::Code { redirect_to: pending.redirect_to, code })
    }

    /// The authorization that a browser brings the state of, spent with that.
    async fn consume_state(
        &self,
        provider: &Provider,
        state: Option<SecretString>,
        browser: Option<SecretString>,
    ) -> Result<Option<PendingAuthorization>, IdentityError> {
        let open = |state: SecretString| {
            self.ports.opaque_tokens.open(TokenPurpose::OauthState, state.expose_secret())
        };
        let browser = browser.and_then(|cookie| self.open_browser(&cookie));
        let (Some(state), Some(browser)) = (state.and_then(open), browser) else {
            return Ok(None);
        };
        let id = AuthorizationId::from_uuid(state.id);
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let authorizations = tx.authorizations();
        let pending = authorizations.consume_pending(id, &provider.name, browser, now).await?;
        tx.commit().await?;
        Ok(pending)
    }

    /// Where a browser goes that is on no way of ours.
    fn first_target(&self) -> Result<String, IdentityError> {
        let first = self.policy.providers.redirect_targets.first();
        first.cloned().ok_or(IdentityError::NotFound)
    }
}

/// An error response (RFC 6749, 4.1.2.1). Its name may be anything, so little of it is kept.
fn error_response(name: &str) -> ProviderError {
    let word: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let word = &word[..word.len().min(64)];
    let why = format!("the provider sent the browser back with the error {word:?}");
    match word {
        "temporarily_unavailable" | "server_error" => ProviderError::Unavailable(why.into()),
        _ => ProviderError::Untrustworthy(why.into()),
    }
}
