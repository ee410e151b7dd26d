use std::sync::Arc;

use bookplate_domain::identities::{Assertion, IdentityProvider, ProviderError};
use bookplate_domain::shared::Clock;
use bookplate_testkit::ManualClock;
use serde_json::{Value, json};

use super::{REDIRECT_URI, http, response, secrets, server::Server, signer::Signer};
use crate::{OpenIdOptions, OpenIdProvider, OutboundHttp};

pub const CLIENT_ID: &str = "bookplate";
pub const CLIENT_SECRET: &str = "the-secret-of-bookplate";
pub const DISCOVERY: &str = "/.well-known/openid-configuration";

/// An issuer that is as it should be until it is told otherwise.
pub struct Issuer {
    pub server: Server,
    pub signer: Signer,
    pub clock: Arc<ManualClock>,
}

impl Issuer {
    pub async fn start() -> Self {
        Self::with(Signer::new("ES256", "key-1")).await
    }

    pub async fn with(signer: Signer) -> Self {
        let issuer = Self { server: Server::start().await, signer, clock: Arc::default() };
        issuer.server.json(DISCOVERY, &issuer.metadata());
        issuer.server.json("/jwks", &json!({"keys": [issuer.signer.jwk()]}));
        issuer.claims(issuer.good_claims());
        issuer
    }

    pub fn url(&self) -> String {
        self.server.url()
    }

    pub fn metadata(&self) -> Value {
        let url = self.url();
        json!({
            "issuer": url,
            "authorization_endpoint": format!("{url}/authorize"),
            "token_endpoint": format!("{url}/token"),
            "userinfo_endpoint": format!("{url}/userinfo"),
            "jwks_uri": format!("{url}/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        })
    }

    pub fn good_claims(&self) -> Value {
        let now = self.clock.now().unix_seconds();
        json!({
            "iss": self.url(),
            "aud": CLIENT_ID,
            "sub": "248289761001",
            "iat": now,
            "exp": now + 300,
            "nonce": "the-nonce",
            "email": "Ada@Example.com",
            "email_verified": true,
            "name": "Ada Lovelace",
        })
    }

    /// The good claims with one of them changed, or left out if it is null.
    pub fn claims_but(&self, claim: &str, value: Value) -> Value {
        let mut claims = self.good_claims();
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(claim)),
            value => claims[claim] = value,
        }
        claims
    }

    /// The metadata with one entry changed.
    pub fn metadata_but(&self, entry: &str, value: Value) -> Value {
        let mut metadata = self.metadata();
        metadata[entry] = value;
        metadata
    }

    /// Has the token endpoint vouch for these claims.
    pub fn claims(&self, claims: Value) {
        self.id_token(&self.signer.sign(&claims));
    }

    pub fn id_token(&self, id_token: &str) {
        self.server.json("/token", &Self::tokens(id_token));
    }

    pub fn tokens(id_token: &str) -> Value {
        json!({
            "access_token": "the-access-token",
            "token_type": "Bearer",
            "expires_in": 3600,
            "id_token": id_token,
        })
    }

    pub fn options(&self) -> OpenIdOptions {
        OpenIdOptions {
            issuer: self.url(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: Some(CLIENT_SECRET.into()),
            scopes: Vec::new(),
            trust_email: true,
            redirect_uri: REDIRECT_URI.to_owned(),
        }
    }

    pub fn provider(&self) -> OpenIdProvider {
        self.provider_over(http())
    }

    pub fn provider_over(&self, http: Arc<OutboundHttp>) -> OpenIdProvider {
        OpenIdProvider::new(self.options(), http, self.clock.clone()).unwrap()
    }

    pub fn provider_with(&self, change: impl FnOnce(&mut OpenIdOptions)) -> OpenIdProvider {
        let mut options = self.options();
        change(&mut options);
        OpenIdProvider::new(options, http(), self.clock.clone()).unwrap()
    }

    /// Somebody comes back to a provider that knows nothing of the issuer yet.
    pub async fn identify(&self) -> Result<Assertion, ProviderError> {
        self.provider().identify(&response(), &secrets()).await
    }
}
