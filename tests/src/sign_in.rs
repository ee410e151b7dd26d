use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::Url;
use serde_json::{Value, json};

use crate::{Answer, Client, PUBLIC_URL, chance};

/// A front end's part of a sign-in by a provider: it keeps a verifier for itself and sends its
/// challenge (RFC 7636).
#[derive(Clone, Debug)]
pub struct SignIn {
    provider: String,
    verifier: String,
    redirect_to: Option<String>,
}

impl SignIn {
    /// One by a provider, which comes back to the first page of the configuration.
    pub fn by(provider: &str) -> Self {
        let verifier: String = (0..4).map(|_| format!("{:016x}", chance(u64::MAX))).collect();
        Self { provider: provider.to_owned(), verifier, redirect_to: None }
    }

    /// One that asks to come back to another page.
    #[must_use]
    pub fn redirect_to(mut self, page: &str) -> Self {
        self.redirect_to = Some(page.to_owned());
        self
    }

    /// The secret that the front end keeps.
    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    /// What of it everybody may know.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, self.verifier.as_bytes()))
    }

    /// Where the front end sends the browser.
    pub fn url(&self) -> String {
        let start = format!("{PUBLIC_URL}/api/v1/auth/oauth/{}/start", self.provider);
        let mut url = Url::parse(&start).expect("a URL");
        url.query_pairs_mut().append_pair("codeChallenge", &self.challenge());
        if let Some(page) = &self.redirect_to {
            url.query_pairs_mut().append_pair("redirectTo", page);
        }
        url.into()
    }

    /// The body that uses a one-time code.
    pub fn body(&self, code: &str) -> Value {
        json!({ "code": code, "codeVerifier": self.verifier })
    }

    /// Exchanges a one-time code for a session.
    pub async fn exchange(&self, client: &Client, code: &str) -> Answer {
        client.post(EXCHANGE, &self.body(code)).await
    }

    /// The same of a visitor.
    pub async fn exchange_as(&self, client: &Client, token: &str, code: &str) -> Answer {
        client.post_as(EXCHANGE, token, &self.body(code)).await
    }
}

const EXCHANGE: &str = "/api/v1/auth/oauth/exchange";
