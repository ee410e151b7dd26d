use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::{
    AuthorizationFailure, AuthorizationSecrets, CodeChallenge, Identities, IdentityError,
    PendingAuthorization, Prompt, Provider, ProviderName,
};
use crate::{
    shared::{AuthorizationId, FieldCode, InputErrors, Invalid},
    users::TokenPurpose,
};

/// A browser wants to be sent to a provider.
#[derive(Clone, Debug)]
pub struct StartAuthorization {
    /// To which.
    pub provider: ProviderName,
    /// The page that it goes to in the end; `None`: the first that is allowed.
    pub redirect_to: Option<String>,
    /// What the front end binds the one-time code to.
    pub code_challenge: CodeChallenge,
    /// The cookie that names the browser, if it sent one.
    pub browser: Option<SecretString>,
    /// What the provider is asked to do, whoever is signed in there.
    pub prompt: Option<Prompt>,
}

/// Where a browser goes next.
#[derive(Debug)]
pub enum Started {
    /// To the provider.
    AtProvider {
        /// The URL there.
        url: String,
        /// The cookie that names the browser. It has to come back with it.
        browser: SecretString,
    },
    /// To the front end, because the provider is of no use.
    Failed(AuthorizationFailure),
}

impl Identities {
    /// Sends a browser to a provider. Nothing is written if that is of no use now.
    ///
    /// `NotFound` if there is no such provider; `Invalid` if the page is none of those that are
    /// allowed, which are compared to the letter (RFC 9700, 2.1).
    pub async fn start_authorization(
        &self,
        command: StartAuthorization,
    ) -> Result<Started, IdentityError> {
        let StartAuthorization { provider, redirect_to, code_challenge, browser, prompt } = command;
        let provider = self.provider(&provider).ok_or(IdentityError::NotFound)?;
        let redirect_to = self.judge_redirect(redirect_to)?;

        let now = self.ports.clock.now();
        let random = self.ports.random.as_ref();
        let id = AuthorizationId::mint(now, random);
        // Several tabs of one browser may be on their way at once.
        let browser = browser.and_then(|cookie| self.open_browser(&cookie));
        let browser = browser.unwrap_or_else(|| AuthorizationId::mint(now, random).as_uuid());
        let url = match provider.adapter.authorization_url(&self.secrets(id), prompt).await {
            Ok(url) => url,
            Err(error) => {
                let failure = AuthorizationFailure::of_provider(&provider.name, redirect_to, error);
                return Ok(Started::Failed(failure));
            }
        };
        let now = self.ports.clock.now();
        let pending = PendingAuthorization {
            id,
            provider: provider.name.clone(),
            browser,
            redirect_to,
            code_challenge,
            created_at: now,
            expires_at: now.plus(PendingAuthorization::LIFETIME),
        };
        let mut tx = self.ports.store.begin().await?;
        tx.authorizations().insert_pending(&pending).await?;
        tx.commit().await?;
        let browser = self.ports.opaque_tokens.issue(TokenPurpose::OauthBrowser, browser, 0);
        Ok(Started::AtProvider { url, browser })
    }

    /// Every provider, in the order in which they are offered.
    pub fn providers(&self) -> impl ExactSizeIterator<Item = &Provider> {
        self.ports.providers.iter()
    }

    /// A provider by its name.
    pub(super) fn provider(&self, name: &ProviderName) -> Option<&Provider> {
        self.ports.providers.iter().find(|provider| provider.name == *name)
    }

    /// The browser that a cookie of ours names.
    pub(super) fn open_browser(&self, cookie: &SecretString) -> Option<Uuid> {
        let tokens = &self.ports.opaque_tokens;
        tokens.open(TokenPurpose::OauthBrowser, cookie.expose_secret()).map(|token| token.id)
    }

    /// What binds an authorization to what comes back; the same every time.
    pub(super) fn secrets(&self, id: AuthorizationId) -> AuthorizationSecrets {
        let issue = |purpose| self.ports.opaque_tokens.issue(purpose, id.as_uuid(), 0);
        AuthorizationSecrets {
            state: issue(TokenPurpose::OauthState),
            nonce: issue(TokenPurpose::OauthNonce),
            code_verifier: issue(TokenPurpose::OauthVerifier),
        }
    }

    fn judge_redirect(&self, redirect_to: Option<String>) -> Result<String, InputErrors> {
        let targets = &self.policy.providers.redirect_targets;
        let allowed = match &redirect_to {
            None => targets.first(),
            Some(wanted) => targets.iter().find(|target| *target == wanted),
        };
        allowed.cloned().ok_or_else(|| {
            let message = "this page is not allowed; the configuration names those that are";
            InputErrors::one("redirectTo", Invalid::new(FieldCode::NotAllowed, message))
        })
    }
}
