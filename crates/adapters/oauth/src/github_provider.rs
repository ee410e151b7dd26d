mod answers;

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use bookplate_domain::identities::{
    Assertion, AuthorizationResponse, AuthorizationSecrets, IdentityProvider, Prompt, ProviderError,
};
use oauth2::{AccessToken, AuthType, AuthUrl, TokenResponse, TokenUrl};
use openidconnect::http::HeaderValue;
use serde::de::DeserializeOwned;

use self::answers::{EmailAnswer, UserAnswer};
use crate::{
    GitHubOptions, InvalidIssuer, InvalidOptions, Issuer, OutboundHttp,
    bearer::bearer,
    code_grant::{CodeGrant, TokenHttp},
    options::scopes_or,
    outbound_http::get,
    reach::Reach,
    step::Step,
};

const GITHUB: &str = "https://github.com";
const GITHUB_API: &str = "https://api.github.com";
/// Either shows the addresses.
const EMAIL_SCOPES: [&str; 2] = ["user:email", "user"];

/// GitHub, or an enterprise's server of it: an OAuth without ID tokens, and an API that tells who the
/// bearer of an access token is.
pub struct GitHubProvider {
    issuer: String,
    api: String,
    authorize: AuthUrl,
    token: TokenUrl,
    reach: Reach,
    grant: CodeGrant,
    trust_email: bool,
    http: Arc<OutboundHttp>,
}

impl GitHubProvider {
    /// Nothing is asked of it before the first sign-in.
    pub fn new(options: GitHubOptions, http: Arc<OutboundHttp>) -> Result<Self, InvalidOptions> {
        let issuer = options.issuer.unwrap_or_else(|| GITHUB.to_owned());
        let base = issuer.trim_end_matches('/');
        let api = if base == GITHUB { GITHUB_API.to_owned() } else { format!("{base}/api/v3") };
        let oauth = format!("{base}/login/oauth");
        Ok(Self {
            reach: Reach::of(Issuer::parse(&issuer)?),
            authorize: AuthUrl::new(format!("{oauth}/authorize"))
                .map_err(|_| InvalidIssuer::Form)?,
            token: TokenUrl::new(format!("{oauth}/access_token"))
                .map_err(|_| InvalidIssuer::Form)?,
            grant: CodeGrant::new(
                options.client_id,
                options.client_secret,
                options.redirect_uri,
                scopes_or(options.scopes, &EMAIL_SCOPES[..1]),
            )?,
            trust_email: options.trust_email,
            issuer,
            api,
            http,
        })
    }

    async fn ask(
        &self,
        response: &AuthorizationResponse,
        secrets: &AuthorizationSecrets,
    ) -> Result<Assertion, ProviderError> {
        self.judge_issuer(response)?;
        let tokens = self
            .grant
            .redeem(
                self.token.clone(),
                AuthType::RequestBody,
                response,
                secrets,
                TokenHttp { http: &self.http, reach: &self.reach },
            )
            .await?;
        let token = tokens.access_token();
        let user: UserAnswer = self.api(Step::User, "/user", token).await?;
        let subject = user.subject()?;
        let emails: Vec<EmailAnswer> =
            if EMAIL_SCOPES.iter().any(|scope| self.grant.asks_for(scope)) {
                self.api(Step::Emails, "/user/emails?per_page=100", token).await?
            } else {
                Vec::new()
            };
        Ok(answers::profile(user, emails).assert(&self.issuer, subject, self.trust_email))
    }

    /// RFC 9207, 2.4. It announces none; if it sends one, it may be that of its own metadata.
    fn judge_issuer(&self, response: &AuthorizationResponse) -> Result<(), ProviderError> {
        let Some(named) = &response.issuer else { return Ok(()) };
        let base = self.issuer.trim_end_matches('/');
        if *named == self.issuer || named.strip_prefix(base) == Some("/login/oauth") {
            Ok(())
        } else {
            Err(Step::AuthorizationResponse.untrustworthy("iss is another issuer"))
        }
    }

    async fn api<T: DeserializeOwned>(
        &self,
        step: Step,
        path: &str,
        token: &AccessToken,
    ) -> Result<T, ProviderError> {
        let headers = [
            ("accept", HeaderValue::from_static("application/vnd.github+json")),
            ("x-github-api-version", HeaderValue::from_static("2022-11-28")),
            ("authorization", bearer(step, token)?),
        ];
        self.http.get_json(step, &self.reach, &format!("{}{path}", self.api), &headers).await
    }
}

#[async_trait]
impl IdentityProvider for GitHubProvider {
    async fn authorization_url(
        &self,
        secrets: &AuthorizationSecrets,
        prompt: Option<Prompt>,
    ) -> Result<String, ProviderError> {
        // It asks nobody to sign in once more, but lets people choose.
        let prompt = prompt.map(|_| Prompt::SelectAccount);
        self.grant.authorization_url(self.authorize.clone(), secrets, None, prompt)
    }

    async fn identify(
        &self,
        response: &AuthorizationResponse,
        secrets: &AuthorizationSecrets,
    ) -> Result<Assertion, ProviderError> {
        self.http.in_time(Step::AuthorizationResponse, self.ask(response, secrets)).await
    }

    /// Asks whether the API's host answers at all: there is nothing that tells more.
    async fn check(&self) -> Result<(), ProviderError> {
        let request = get(Step::Check, &format!("{}/", self.api))?;
        let answer = self.http.execute(Step::Check, &self.reach, request);
        let status = self.http.in_time(Step::Check, answer).await?.status();
        if status.is_server_error() {
            return Err(Step::Check.unavailable(format!("status {}", status.as_u16())));
        }
        Ok(())
    }
}

/// Without the secret.
impl fmt::Debug for GitHubProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GitHubProvider").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}
