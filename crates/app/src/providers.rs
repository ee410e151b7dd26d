//! Who else may say who somebody is, as it is configured.

use std::sync::Arc;

use bookplate_domain::{
    identities::{IdentityProvider, Provider, ProviderError, ProviderKind, ProviderName},
    shared::Clock,
};
use bookplate_oauth::{
    GOOGLE_ISSUER, GitHubOptions, GitHubProvider, InvalidOptions, OpenIdOptions, OpenIdProvider,
    OutboundHttp,
};
use tokio::task::JoinHandle;

use crate::{
    config::{Problem, ProviderSettings, Settings},
    failure::{Causes, Failure},
};

/// Makes the providers, in the order of their names. None is asked anything yet.
pub fn open(settings: &Settings, clock: &Arc<dyn Clock>) -> Result<Vec<Provider>, Failure> {
    if settings.oauth.is_empty() {
        return Ok(Vec::new());
    }
    let http = OutboundHttp::new();
    let http = Arc::new(http.map_err(Failure::while_("cannot prepare to speak to providers"))?);
    let one = |(name, provider): (&String, &ProviderSettings)| {
        let section = section(name);
        let name = ProviderName::parse(name)
            .map_err(|wrong| Problem::new(section.as_str(), wrong.to_string()))?;
        // The rules of the configuration demand a kind.
        let kind = provider.kind;
        let kind = kind.ok_or_else(|| Problem::new(format!("{section}.kind"), "is missing"))?;
        let adapter = adapter(settings, &name, kind, provider, &http, clock)
            .map_err(|invalid| unusable(&section, &invalid))?;
        Ok(Provider { title: provider.title(name.as_str()), name, kind, adapter })
    };
    settings.oauth.iter().map(one).collect()
}

fn adapter(
    settings: &Settings,
    name: &ProviderName,
    kind: ProviderKind,
    provider: &ProviderSettings,
    http: &Arc<OutboundHttp>,
    clock: &Arc<dyn Clock>,
) -> Result<Arc<dyn IdentityProvider>, InvalidOptions> {
    let base = settings.server.public_url.as_str();
    let redirect_uri = format!("{base}/api/v1/auth/oauth/{name}/callback");
    let secret = &provider.client_secret;
    let client_secret = (!secret.is_empty()).then(|| secret.secret().clone());
    let issuer = || Some(provider.issuer.clone()).filter(|issuer| !issuer.is_empty());
    Ok(match kind {
        ProviderKind::GitHub => {
            let options = GitHubOptions {
                issuer: issuer(),
                client_id: provider.client_id.clone(),
                client_secret,
                scopes: provider.scopes.0.clone(),
                trust_email: provider.trust_email,
                redirect_uri,
            };
            Arc::new(GitHubProvider::new(options, http.clone())?)
        }
        ProviderKind::Google | ProviderKind::OpenIdConnect => {
            let options = OpenIdOptions {
                // The rules of the configuration leave it out for Google alone.
                issuer: issuer().unwrap_or_else(|| GOOGLE_ISSUER.to_owned()),
                client_id: provider.client_id.clone(),
                client_secret,
                scopes: provider.scopes.0.clone(),
                trust_email: provider.trust_email,
                redirect_uri,
            };
            Arc::new(OpenIdProvider::new(options, http.clone(), clock.clone())?)
        }
    })
}

/// The key that is to blame. Where browsers come back to follows from where the service is.
fn unusable(section: &str, invalid: &InvalidOptions) -> Problem {
    let key = match invalid {
        InvalidOptions::Issuer(_) => format!("{section}.issuer"),
        InvalidOptions::RedirectUri => "server.public_url".to_owned(),
    };
    Problem::new(key, Causes(invalid).to_string())
}

fn section(name: &str) -> String {
    format!("oauth.{name}")
}

/// Asks all of them at once whether they can be used, and refuses the first that cannot.
pub async fn check(providers: Vec<Provider>) -> Result<(), Failure> {
    let asked: Vec<_> = providers.into_iter().map(ask).collect();
    for (name, answer) in asked {
        let answer = answer.await.map_err(Failure::while_("cannot ask the providers"))?;
        answer.map_err(|error| Problem::new(section(name.as_str()), Causes(&error).to_string()))?;
    }
    Ok(())
}

/// Says of each in the log whether it can be used. One that cannot signs nobody in, and is asked
/// again whenever somebody tries.
pub async fn report(providers: Arc<[Provider]>) {
    let asked: Vec<_> = providers.iter().cloned().map(ask).collect();
    for (name, answer) in asked {
        match answer.await {
            Ok(Ok(())) => tracing::info!(provider = %name, "a provider is ready"),
            Ok(Err(error)) => {
                let error = Causes(&error);
                tracing::error!(provider = %name, %error, "a provider cannot be used now");
            }
            Err(error) => tracing::error!(provider = %name, %error, "cannot ask a provider"),
        }
    }
}

fn ask(provider: Provider) -> (ProviderName, JoinHandle<Result<(), ProviderError>>) {
    (provider.name, tokio::spawn(async move { provider.adapter.check().await }))
}
