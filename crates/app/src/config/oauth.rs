//! The sections `oauth.NAME`: who else may say who somebody is.

use std::collections::BTreeMap;

use bookplate_domain::identities::ProviderKind;
use serde::{Deserialize, Serialize};

use super::{
    hidden::Hidden,
    setting::{self, Setting, Written},
};

/// Each provider by its name, in the order in which they are offered.
pub type OauthSettings = BTreeMap<String, ProviderSettings>;

/// One provider. What a section leaves out is as here by default.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderSettings {
    #[serde(with = "setting")]
    pub kind: Option<ProviderKind>,
    #[serde(with = "setting")]
    pub title: String,
    #[serde(with = "setting")]
    pub issuer: String,
    #[serde(with = "setting")]
    pub client_id: String,
    #[serde(with = "setting")]
    pub client_secret: Hidden,
    #[serde(with = "setting")]
    pub scopes: Scopes,
    #[serde(with = "setting")]
    pub trust_email: bool,
}

impl ProviderSettings {
    /// The keys of each section, as they are written.
    pub const KEYS: [&str; 7] =
        ["client_id", "client_secret", "issuer", "kind", "scopes", "title", "trust_email"];

    /// What people call the provider.
    pub fn title(&self, name: &str) -> String {
        match (self.title.as_str(), self.kind) {
            ("", Some(ProviderKind::Google)) => "Google",
            ("", Some(ProviderKind::GitHub)) => "GitHub",
            ("", Some(ProviderKind::OpenIdConnect) | None) => name,
            (title, _) => title,
        }
        .to_owned()
    }
}

impl Default for ProviderSettings {
    fn default() -> Self {
        Self {
            kind: None,
            title: String::new(),
            issuer: String::new(),
            client_id: String::new(),
            client_secret: Hidden::default(),
            scopes: Scopes(Vec::new()),
            trust_email: true,
        }
    }
}

/// What a provider speaks; `None` while nobody says so, which the rules refuse.
impl Setting for Option<ProviderKind> {
    const EXPECTED: &'static str = "google, github or oidc";

    fn read(written: &Written) -> Option<Self> {
        let name = written.text()?;
        ProviderKind::ALL.into_iter().find(|kind| kind.as_str() == name).map(Some)
    }

    fn write(&self) -> Written {
        Written::Text(self.map_or("", ProviderKind::as_str).to_owned())
    }
}

/// What a provider is asked for (RFC 6749, 3.3). None: as little as there has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scopes(pub Vec<String>);

impl Setting for Scopes {
    const EXPECTED: &'static str = "a list of scopes such as [\"openid\", \"email\", \"profile\"]";

    fn read(written: &Written) -> Option<Self> {
        let scope = |text: &str| is_scope(text).then(|| text.to_owned());
        written.texts()?.into_iter().map(scope).collect::<Option<_>>().map(Self)
    }

    fn write(&self) -> Written {
        Written::List(self.0.clone())
    }
}

fn is_scope(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
    !text.is_empty() && text.bytes().all(allowed)
}
