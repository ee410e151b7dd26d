use secrecy::SecretString;

use crate::InvalidIssuer;

/// Google, as [`OpenIdOptions::issuer`].
pub const GOOGLE_ISSUER: &str = "https://accounts.google.com";

/// Who we are to an issuer of OpenID Connect.
#[derive(Clone, Debug)]
pub struct OpenIdOptions {
    /// Its URL to the letter, as it calls itself: [`GOOGLE_ISSUER`], `https://login.example.com`.
    /// `http` is for this machine alone.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// What proves it; a public client has none.
    pub client_secret: Option<SecretString>,
    /// What is asked for; none: `openid email profile`. `openid` is always asked for.
    pub scopes: Vec<String>,
    /// Whether `email_verified: true` counts.
    pub trust_email: bool,
    /// Where the browser comes back to, as it is registered there.
    pub redirect_uri: String,
}

/// Who we are to GitHub.
#[derive(Clone, Debug)]
pub struct GitHubOptions {
    /// `None` for github.com; else the server of an enterprise, as `https://github.example.com`.
    /// `http` is for this machine alone.
    pub issuer: Option<String>,
    /// Our name there.
    pub client_id: String,
    /// What proves it.
    pub client_secret: Option<SecretString>,
    /// What is asked for; none: `user:email`.
    pub scopes: Vec<String>,
    /// Whether `verified: true` of the primary address counts.
    pub trust_email: bool,
    /// Where the browser comes back to, as it is registered there.
    pub redirect_uri: String,
}

/// Why a provider cannot be as it was configured.
#[derive(Debug, thiserror::Error)]
pub enum InvalidOptions {
    /// Not a URL that anybody may be trusted at.
    #[error(transparent)]
    Issuer(#[from] InvalidIssuer),
    /// Not a URL.
    #[error("the redirect URI is no URL")]
    RedirectUri,
}

/// What was configured, or else what is asked for by default.
pub(crate) fn scopes_or(configured: Vec<String>, default: &[&str]) -> Vec<String> {
    if configured.is_empty() {
        default.iter().map(|scope| (*scope).to_owned()).collect()
    } else {
        configured
    }
}
