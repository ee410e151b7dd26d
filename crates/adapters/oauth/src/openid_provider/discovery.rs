use std::sync::{Arc, Mutex, PoisonError};

use bookplate_domain::identities::ProviderError;
use oauth2::{AuthType, AuthUrl, TokenUrl};
use openidconnect::core::CoreJsonWebKeySet;
use serde::Deserialize;
use tokio::time::Instant;
use url::Url;

use crate::{outbound_http::OutboundHttp, reach::Reach, step::Step};

/// What an issuer says of itself, as far as anything is made of it (OpenID Connect Discovery, 3).
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Metadata {
    issuer: String,
    pub(crate) authorization_endpoint: AuthUrl,
    pub(crate) token_endpoint: TokenUrl,
    pub(crate) userinfo_endpoint: Option<String>,
    jwks_uri: String,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    authorization_response_iss_parameter_supported: Option<bool>,
}

impl Metadata {
    /// Whether it sends `iss` along with every code (RFC 9207, 3).
    pub(crate) fn names_itself(&self) -> bool {
        self.authorization_response_iss_parameter_supported == Some(true)
    }

    /// How we prove who we are at the token endpoint.
    pub(crate) fn authentication(&self, has_secret: bool) -> Result<AuthType, ProviderError> {
        let takes = |method| match &self.token_endpoint_auth_methods_supported {
            Some(methods) => methods.iter().any(|known| known == method),
            None => method == "client_secret_basic",
        };
        if !has_secret || takes("client_secret_basic") {
            Ok(AuthType::BasicAuth)
        } else if takes("client_secret_post") {
            Ok(AuthType::RequestBody)
        } else {
            Err(Step::Token.untrustworthy("it takes a client secret in no way that we know"))
        }
    }

    fn judge(&self, issuer: &str, reach: &Reach) -> Result<(), ProviderError> {
        if self.issuer != issuer {
            // It is configured wrongly, most likely, and this is what to write instead.
            let named: String = self.issuer.chars().take(200).collect();
            return Err(Step::Discovery.untrustworthy(format!("it is that of {named:?}")));
        }
        let endpoints = [
            ("authorization_endpoint", Some(self.authorization_endpoint.as_str())),
            ("token_endpoint", Some(self.token_endpoint.as_str())),
            ("jwks_uri", Some(self.jwks_uri.as_str())),
            ("userinfo_endpoint", self.userinfo_endpoint.as_deref()),
        ];
        for (name, url) in endpoints {
            let Some(url) = url else { continue };
            if !Url::parse(url).is_ok_and(|url| reach.allows(&url)) {
                let reason = format!("{name} leads to an address that it must not lead to");
                return Err(Step::Discovery.untrustworthy(reason));
            }
        }
        Ok(())
    }
}

/// What is known of an issuer.
#[derive(Clone, Debug)]
pub(crate) struct Discovered {
    pub(crate) metadata: Metadata,
    pub(crate) keys: CoreJsonWebKeySet,
    found_at: Instant,
    keys_found_at: Instant,
}

/// Keeps what is known of an issuer for a while. Nobody waits for somebody else's question to it:
/// whoever finds nothing that is still good asks, and only a good answer is kept.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Option<Arc<Discovered>>>);

impl Cache {
    pub(crate) async fn get(
        &self,
        issuer: &str,
        reach: &Reach,
        http: &OutboundHttp,
    ) -> Result<Arc<Discovered>, ProviderError> {
        match self.kept() {
            Some(kept) if kept.found_at.elapsed() < http.limits.discovery_age => Ok(kept),
            _ => self.fetch(issuer, reach, http).await,
        }
    }

    pub(crate) async fn fetch(
        &self,
        issuer: &str,
        reach: &Reach,
        http: &OutboundHttp,
    ) -> Result<Arc<Discovered>, ProviderError> {
        // An issuer with a path has its document below it (OpenID Connect Discovery, 4.1).
        let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let metadata: Metadata = http.get_json(Step::Discovery, reach, &url, &[]).await?;
        metadata.judge(issuer, reach)?;
        let keys = fetch_keys(&metadata, reach, http).await?;
        let now = Instant::now();
        Ok(self.keep(Discovered { metadata, keys, found_at: now, keys_found_at: now }))
    }

    /// Fetches the keys anew, unless those at hand are so young that a token which none of them has
    /// signed is not worth the question.
    pub(crate) async fn renew_keys(
        &self,
        seen: &Arc<Discovered>,
        reach: &Reach,
        http: &OutboundHttp,
    ) -> Result<Arc<Discovered>, ProviderError> {
        let latest = self.kept().unwrap_or_else(|| seen.clone());
        if latest.keys_found_at.elapsed() < http.limits.keys_age {
            return Ok(latest);
        }
        let keys = fetch_keys(&latest.metadata, reach, http).await?;
        let keys_found_at = Instant::now();
        Ok(self.keep(Discovered { keys, keys_found_at, ..Discovered::clone(&latest) }))
    }

    fn kept(&self) -> Option<Arc<Discovered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, discovered: Discovered) -> Arc<Discovered> {
        let discovered = Arc::new(discovered);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(discovered.clone());
        discovered
    }
}

async fn fetch_keys(
    metadata: &Metadata,
    reach: &Reach,
    http: &OutboundHttp,
) -> Result<CoreJsonWebKeySet, ProviderError> {
    http.get_json(Step::Keys, reach, &metadata.jwks_uri, &[]).await
}
