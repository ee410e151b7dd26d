use std::sync::Arc;

use url::{Host, Url};

use super::{
    finding::{Finding, faults_or},
    installation::{Installation, in_a_container},
};

const NAME: &str = "configuration";

/// Looks for settings that are right one by one and wrong together.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    let settings = &all.settings;
    let public = settings.server.public_url.as_str();
    let mut faults = Vec::new();
    let mut warn = |detail: String| faults.push(Finding::warning(NAME, detail));

    if !settings.server.public_url.is_private() {
        warn(format!(
            "server.public_url {public} is http: browsers keep the cookie of a session only from \
             https and from localhost; production demands https"
        ));
    }
    if settings.cors.credentials {
        for origin in settings.cors.origins.0.iter().filter(|origin| !same_site(origin, public)) {
            warn(format!(
                "cors.credentials cannot help {origin}: it is another site than {public}, so \
                 browsers send no cookie (SameSite=Lax) from there; let it keep the tokens, or \
                 serve both under one domain"
            ));
        }
    }
    if let Some(base) = settings.links.base.as_ref().map(|base| origin(base.as_str()))
        && base != origin(public)
        && !settings.cors.origins.0.contains(&base)
    {
        warn(format!(
            "links.base leads to {base}, which is not among cors.origins: pages there cannot call \
             the API from a browser"
        ));
    }
    if settings.server.bind.ip().is_loopback() && in_a_container() && !is_this_machine(public) {
        warn(format!(
            "server.bind {} is heard inside this container only: 0.0.0.0 is meant",
            settings.server.bind
        ));
    }
    if public.starts_with("https://") && settings.server.trusted_proxies.0.is_empty() {
        warn(
            "server.public_url is https, so a proxy is in front, and server.trusted_proxies names \
             none: every client has the proxy's address, and all share its limits"
                .to_owned(),
        );
    }
    let mode = settings.server.mode;
    faults_or(NAME, faults, &format!("{mode:?} at {public}, nothing contradicts").to_lowercase())
}

fn origin(url: &str) -> String {
    Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}

/// Whether a URL leads to whoever asks.
fn is_this_machine(url: &str) -> bool {
    match Url::parse(url).ok().as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(v4)) => v4.is_loopback(),
        Some(Host::Ipv6(v6)) => v6.is_loopback(),
        None => false,
    }
}

/// Whether a browser takes two URLs for one site: the same scheme, and the same host or domain. Without
/// the public suffix list the domain is taken for the last two labels, so that this errs by silence.
fn same_site(one: &str, other: &str) -> bool {
    let (Ok(one), Ok(other)) = (Url::parse(one), Url::parse(other)) else { return false };
    one.scheme() == other.scheme() && site(&one) == site(&other)
}

fn site(url: &Url) -> Option<String> {
    Some(match url.host()? {
        Host::Domain(name) => {
            let mut labels: Vec<&str> = name.rsplit('.').take(2).collect();
            labels.reverse();
            labels.join(".")
        }
        address => address.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_this_machine_leads_nobody_else_to_it() {
        for here in
            ["http://localhost:1", "http://id.localhost", "http://127.0.0.9", "http://[::1]"]
        {
            assert!(is_this_machine(here), "{here}");
        }
        for elsewhere in ["https://example.com", "http://10.0.0.1", "http://localhost.example"] {
            assert!(!is_this_machine(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn a_site_is_a_scheme_and_a_domain() {
        let same = |one, other| same_site(one, other);
        assert!(same("https://app.example.com", "https://id.example.com"));
        assert!(same("https://example.com:8443", "https://id.example.com"));
        assert!(same("http://localhost:5173", "http://localhost:7860"));
        assert!(same("http://127.0.0.1:5173", "http://127.0.0.1:7860"));
        assert!(!same("http://localhost:5173", "http://127.0.0.1:7860"));
        assert!(!same("http://app.example.com", "https://id.example.com"));
        assert!(!same("https://app.example.org", "https://id.example.com"));
    }
}
