//! What the values of the sections `oauth.NAME` must be, and where sign-ins through them lead.

use bookplate_domain::identities::{ProviderKind, ProviderName};
use bookplate_oauth::{InvalidIssuer, Issuer};

use super::{
    Problem, Settings,
    oauth::{OauthSettings, ProviderSettings},
    rules::demand,
    setting::Setting,
    values::Mode,
};

const LONGEST_TITLE: usize = 100;

/// Refuses what does not make sense.
pub fn check(settings: &Settings) -> Result<(), Problem> {
    targets(settings)?;
    settings.oauth.iter().try_for_each(|(name, provider)| one(name, provider))
}

/// Refuses a name that is none.
pub fn name(text: &str) -> Result<(), Problem> {
    let refuse = |_| {
        let message = "is no name for a provider: that is 1 to 32 of a-z, 0-9, _ and -, begins with \
                       a letter or a digit, and is not password";
        Problem::new(format!("oauth.{text}"), message)
    };
    ProviderName::parse(text).map(drop).map_err(refuse)
}

fn one(name: &str, provider: &ProviderSettings) -> Result<(), Problem> {
    self::name(name)?;
    let key = |last: &str| format!("oauth.{name}.{last}");
    let Some(kind) = provider.kind else {
        let message = format!("must be {}", Option::<ProviderKind>::EXPECTED);
        return Err(Problem::new(key("kind"), message));
    };
    demand(
        provider.title.chars().count() <= LONGEST_TITLE,
        &key("title"),
        "must have at most 100 characters",
    )?;
    issuer(kind, &provider.issuer, &key("issuer"))?;
    demand(!provider.client_id.is_empty(), &key("client_id"), "must not be empty")?;
    demand(
        kind == ProviderKind::OpenIdConnect || !provider.client_secret.is_empty(),
        &key("client_secret"),
        "is required by google and github",
    )?;
    let scopes = &provider.scopes.0;
    demand(
        kind == ProviderKind::GitHub
            || scopes.is_empty()
            || scopes.iter().any(|scope| scope == "openid"),
        &key("scopes"),
        "must contain openid",
    )
}

fn issuer(kind: ProviderKind, issuer: &str, key: &str) -> Result<(), Problem> {
    if issuer.is_empty() {
        let message = "is required by oidc: the URL that the provider calls itself";
        return demand(kind != ProviderKind::OpenIdConnect, key, message);
    }
    demand(kind != ProviderKind::Google, key, "has no use for google, which has only one")?;
    Issuer::parse(issuer).map_err(|invalid| Problem::new(key, refusal(invalid)))?;
    // Accounts are linked to the text. What GitHub calls itself has no slash; the issuers of others
    // may have one, and say so.
    let ends_well = kind != ProviderKind::GitHub || !issuer.ends_with('/');
    demand(ends_well, key, "must not end with a slash")
}

fn refusal(invalid: InvalidIssuer) -> &'static str {
    match invalid {
        InvalidIssuer::Form => "must be an absolute https:// URL without user, query and fragment",
        InvalidIssuer::Exposed => "must begin with https://, unless it is this machine",
    }
}

fn targets(settings: &Settings) -> Result<(), Problem> {
    let targets = &settings.links.sign_in;
    demand(
        settings.server.mode == Mode::Development || targets.are_private(),
        "links.sign_in",
        "must begin with https:// in production mode, unless they are this machine",
    )?;
    match first_name(&settings.oauth) {
        Some(name) if settings.sign_in_targets().is_empty() => Err(Problem::new(
            "links.sign_in",
            format!("is required by oauth.{name}, unless links.base is set"),
        )),
        _ => Ok(()),
    }
}

fn first_name(oauth: &OauthSettings) -> Option<&str> {
    oauth.keys().next().map(String::as_str)
}
