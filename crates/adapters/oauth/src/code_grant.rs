use std::{future::Future, pin::Pin};

use bookplate_domain::identities::{
    AuthorizationResponse, AuthorizationSecrets, CodeVerifier, Prompt, ProviderError,
};
use oauth2::{
    AsyncHttpClient, AuthType, AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret,
    CsrfToken, ExtraTokenFields, HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope, StandardRevocableToken, StandardTokenResponse, TokenUrl,
    basic::{
        BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
        BasicTokenType,
    },
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::{InvalidOptions, outbound_http::OutboundHttp, reach::Reach, step::Step};

/// What a token endpoint gives for a code.
pub(crate) type Tokens = StandardTokenResponse<IdTokenField, BasicTokenType>;

/// What OpenID Connect adds to it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct IdTokenField {
    pub(crate) id_token: Option<String>,
}

impl ExtraTokenFields for IdTokenField {}

type GrantClient = Client<
    BasicErrorResponse,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

/// The authorization code grant with PKCE (RFC 6749, 4.1; RFC 7636), as both kinds of providers
/// speak it.
pub(crate) struct CodeGrant {
    client_id: ClientId,
    client_secret: Option<SecretString>,
    redirect_uri: RedirectUrl,
    scopes: Vec<Scope>,
}

impl CodeGrant {
    pub(crate) fn new(
        client_id: String,
        client_secret: Option<SecretString>,
        redirect_uri: String,
        scopes: Vec<String>,
    ) -> Result<Self, InvalidOptions> {
        Ok(Self {
            client_id: ClientId::new(client_id),
            client_secret,
            redirect_uri: RedirectUrl::new(redirect_uri)
                .map_err(|_| InvalidOptions::RedirectUri)?,
            scopes: scopes.into_iter().map(Scope::new).collect(),
        })
    }

    pub(crate) fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    pub(crate) fn has_secret(&self) -> bool {
        self.client_secret.is_some()
    }

    pub(crate) fn asks_for(&self, scope: &str) -> bool {
        self.scopes.iter().any(|asked| asked.as_str() == scope)
    }

    /// Where the browser is sent. The nonce is for those who know what that is.
    pub(crate) fn authorization_url(
        &self,
        endpoint: AuthUrl,
        secrets: &AuthorizationSecrets,
        nonce: Option<&SecretString>,
        prompt: Option<Prompt>,
    ) -> Result<String, ProviderError> {
        let verifier = verifier(Step::AuthorizationRequest, secrets)?;
        let client = self.client().set_auth_uri(endpoint);
        let state = CsrfToken::new(secrets.state.expose_secret().to_owned());
        let mut request = client
            .authorize_url(|| state)
            .add_scopes(self.scopes.iter().cloned())
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if let Some(nonce) = nonce {
            request = request.add_extra_param("nonce", nonce.expose_secret().to_owned());
        }
        if let Some(prompt) = prompt {
            request = request.add_extra_param("prompt", prompt.as_str());
        }
        Ok(request.url().0.into())
    }

    /// Redeems what the browser brought back.
    pub(crate) async fn redeem(
        &self,
        endpoint: TokenUrl,
        authentication: AuthType,
        response: &AuthorizationResponse,
        secrets: &AuthorizationSecrets,
        way: TokenHttp<'_>,
    ) -> Result<Tokens, ProviderError> {
        let mut client = self.client().set_token_uri(endpoint).set_auth_type(authentication);
        if let Some(secret) = &self.client_secret {
            let secret = ClientSecret::new(secret.expose_secret().to_owned());
            client = client.set_client_secret(secret);
        }
        client
            .exchange_code(AuthorizationCode::new(response.code.expose_secret().to_owned()))
            .set_pkce_verifier(verifier(Step::Token, secrets)?)
            .request_async(&way)
            .await
            .map_err(refused)
    }

    fn client(&self) -> GrantClient {
        Client::new(self.client_id.clone()).set_redirect_uri(self.redirect_uri.clone())
    }
}

/// How the crate reaches a token endpoint.
#[derive(Clone, Copy)]
pub(crate) struct TokenHttp<'a> {
    pub(crate) http: &'a OutboundHttp,
    pub(crate) reach: &'a Reach,
}

impl<'c> AsyncHttpClient<'c> for TokenHttp<'_> {
    type Error = ProviderError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, ProviderError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.http.send(Step::Token, self.reach, request))
    }
}

fn verifier(step: Step, secrets: &AuthorizationSecrets) -> Result<PkceCodeVerifier, ProviderError> {
    let text = secrets.code_verifier.expose_secret();
    if CodeVerifier::parse(text).is_err() {
        // The crate would panic at it.
        return Err(step.untrustworthy("our own code verifier is none"));
    }
    Ok(PkceCodeVerifier::new(text.to_owned()))
}

fn refused(error: RequestTokenError<ProviderError, BasicErrorResponse>) -> ProviderError {
    let code = match error {
        RequestTokenError::Request(error) => return error,
        RequestTokenError::ServerResponse(answer) => Some(answer.error().as_ref().to_owned()),
        // GitHub refuses with status 200.
        RequestTokenError::Parse(_, body) => error_code(&body),
        RequestTokenError::Other(_) => None,
    };
    match code.filter(|code| is_error_code(code)) {
        Some(code) => Step::Token.untrustworthy(format!("it refuses: {code}")),
        None => Step::Token.untrustworthy("its answer is no token response"),
    }
}

fn error_code(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Refusal {
        error: String,
    }
    serde_json::from_slice::<Refusal>(body).ok().map(|refusal| refusal.error)
}

/// Whether it is one that may stand in a log line: not a code or a token that came back.
fn is_error_code(text: &str) -> bool {
    text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}
