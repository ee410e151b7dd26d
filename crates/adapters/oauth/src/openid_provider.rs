mod discovery;
mod id_token;

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use bookplate_domain::{
    identities::{
        Assertion, AuthorizationResponse, AuthorizationSecrets, IdentityProvider, Prompt,
        ProviderError, Subject,
    },
    shared::Clock,
};
use oauth2::{AccessToken, TokenResponse};
use serde::Deserialize;

use self::{
    discovery::{Cache, Discovered},
    id_token::IdTokenJudge,
};
use crate::{
    InvalidOptions, Issuer, OpenIdOptions, OutboundHttp,
    bearer::bearer,
    code_grant::{CodeGrant, TokenHttp},
    options::scopes_or,
    profile::Profile,
    reach::Reach,
    step::Step,
};

const SCOPES: [&str; 3] = ["openid", "email", "profile"];

/// An issuer of OpenID Connect, found by its discovery document.
pub struct OpenIdProvider {
    issuer: String,
    reach: Reach,
    grant: CodeGrant,
    trust_email: bool,
    http: Arc<OutboundHttp>,
    clock: Arc<dyn Clock>,
    cache: Cache,
}

impl OpenIdProvider {
    /// Nothing is asked of the issuer before the first sign-in.
    pub fn new(
        options: OpenIdOptions,
        http: Arc<OutboundHttp>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, InvalidOptions> {
        let mut scopes = scopes_or(options.scopes, &SCOPES);
        if !scopes.iter().any(|scope| scope == "openid") {
            scopes.insert(0, "openid".to_owned());
        }
        Ok(Self {
            reach: Reach::of(Issuer::parse(&options.issuer)?),
            issuer: options.issuer,
            grant: CodeGrant::new(
                options.client_id,
                options.client_secret,
                options.redirect_uri,
                scopes,
            )?,
            trust_email: options.trust_email,
            http,
            clock,
            cache: Cache::default(),
        })
    }

    async fn discovered(&self) -> Result<Arc<Discovered>, ProviderError> {
        self.cache.get(&self.issuer, &self.reach, &self.http).await
    }

    async fn ask(
        &self,
        response: &AuthorizationResponse,
        secrets: &AuthorizationSecrets,
    ) -> Result<Assertion, ProviderError> {
        self.judge_issuer(response)?;
        let discovered = self.discovered().await?;
        if response.issuer.is_none() && discovered.metadata.names_itself() {
            return Err(Step::AuthorizationResponse.untrustworthy("iss is missing"));
        }
        let tokens = self
            .grant
            .redeem(
                discovered.metadata.token_endpoint.clone(),
                discovered.metadata.authentication(self.grant.has_secret())?,
                response,
                secrets,
                TokenHttp { http: &self.http, reach: &self.reach },
            )
            .await?;
        let (subject, profile) =
            self.verified(&discovered, tokens.extra_fields().id_token.as_deref(), secrets).await?;
        let profile = match &discovered.metadata.userinfo_endpoint {
            Some(endpoint) if !profile.has_email() && self.grant.asks_for("email") => {
                let more = self.user_info(endpoint, tokens.access_token(), &subject).await?;
                profile.completed_by(more)
            }
            _ => profile,
        };
        Ok(profile.assert(&self.issuer, subject, self.trust_email))
    }

    /// RFC 9207, 2.4.
    fn judge_issuer(&self, response: &AuthorizationResponse) -> Result<(), ProviderError> {
        match &response.issuer {
            Some(issuer) if *issuer != self.issuer => {
                Err(Step::AuthorizationResponse.untrustworthy("iss is another issuer"))
            }
            _ => Ok(()),
        }
    }

    async fn verified(
        &self,
        discovered: &Arc<Discovered>,
        id_token: Option<&str>,
        secrets: &AuthorizationSecrets,
    ) -> Result<(Subject, Profile), ProviderError> {
        let id_token = id_token.ok_or_else(|| Step::IdToken.untrustworthy("it is missing"))?;
        let judge = IdTokenJudge {
            issuer: &self.issuer,
            client_id: self.grant.client_id(),
            nonce: &secrets.nonce,
            now: self.clock.now(),
        };
        let token = id_token::parse(id_token)?;
        if judge.knows_key(&token, &discovered.keys) {
            return judge.verify(&token, &discovered.keys);
        }
        // The issuer has a new key, or so it seems.
        let renewed = self.cache.renew_keys(discovered, &self.reach, &self.http).await?;
        judge.verify(&token, &renewed.keys)
    }

    async fn user_info(
        &self,
        endpoint: &str,
        access_token: &AccessToken,
        subject: &Subject,
    ) -> Result<Profile, ProviderError> {
        #[derive(Deserialize)]
        struct UserInfo {
            sub: String,
            #[serde(flatten)]
            profile: Profile,
        }
        let headers = [("authorization", bearer(Step::UserInfo, access_token)?)];
        let info: UserInfo =
            self.http.get_json(Step::UserInfo, &self.reach, endpoint, &headers).await?;
        if info.sub == subject.as_str() {
            Ok(info.profile)
        } else {
            Err(Step::UserInfo.untrustworthy("it is about somebody else"))
        }
    }
}

#[async_trait]
impl IdentityProvider for OpenIdProvider {
    async fn authorization_url(
        &self,
        secrets: &AuthorizationSecrets,
        prompt: Option<Prompt>,
    ) -> Result<String, ProviderError> {
        let discovered = self.http.in_time(Step::Discovery, self.discovered()).await?;
        let endpoint = discovered.metadata.authorization_endpoint.clone();
        self.grant.authorization_url(endpoint, secrets, Some(&secrets.nonce), prompt)
    }

    async fn identify(
        &self,
        response: &AuthorizationResponse,
        secrets: &AuthorizationSecrets,
    ) -> Result<Assertion, ProviderError> {
        self.http.in_time(Step::AuthorizationResponse, self.ask(response, secrets)).await
    }

    /// Asks for the discovery document and the keys, whether they are known or not.
    async fn check(&self) -> Result<(), ProviderError> {
        let fetched = self.cache.fetch(&self.issuer, &self.reach, &self.http);
        self.http.in_time(Step::Discovery, fetched).await.map(drop)
    }
}

/// Without the secret.
impl fmt::Debug for OpenIdProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenIdProvider").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}
