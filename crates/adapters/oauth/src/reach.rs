use url::{Host, Url};

use crate::issuer::{Issuer, has_login, is_localhost};

/// Which addresses a provider may lead to: its discovery document is a stranger's text, and this
/// service stands inside a network.
///
/// They are reached by TLS; an issuer on this machine alone, as in a test, may do without, for what
/// has its own origin. They have names, unless the issuer's own host has none.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    issuer: Issuer,
}

impl Reach {
    /// Of the provider that calls itself so.
    pub(crate) fn of(issuer: Issuer) -> Self {
        Self { issuer }
    }

    /// Whether the provider may lead there.
    pub(crate) fn allows(&self, url: &Url) -> bool {
        let issuer = self.issuer.url();
        let is_protected = url.scheme() == "https" || url.origin() == issuer.origin();
        let is_own_host = url.host() == issuer.host();
        let is_name = matches!(url.host(), Some(Host::Domain(name)) if !is_localhost(name));
        is_protected && (is_own_host || is_name) && !has_login(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(issuer: &str, url: &str) -> bool {
        Reach::of(Issuer::parse(issuer).unwrap()).allows(&Url::parse(url).unwrap())
    }

    #[test]
    fn a_provider_leads_to_names_by_tls() {
        let issuer = "https://login.example.com";
        for url in ["https://login.example.com/token", "https://oauth2.googleapis.com/token"] {
            assert!(allows(issuer, url), "{url}");
        }
        for url in [
            "http://login.example.com/token",
            "http://oauth2.googleapis.com/token",
            "https://127.0.0.1/token",
            "https://2130706433/token",
            "https://0x7f.1/token",
            "https://169.254.169.254/latest/meta-data",
            "https://10.1.2.3/token",
            "https://[::1]/token",
            "https://[::ffff:169.254.169.254]/token",
            "https://[fd00::1]/token",
            "https://localhost/token",
            "https://LOCALHOST./token",
            "https://admin.localhost/token",
            "https://user:secret@login.example.com/token",
            "file:///etc/passwd",
        ] {
            assert!(!allows(issuer, url), "{url}");
        }
    }

    #[test]
    fn an_issuer_may_lead_to_its_own_host() {
        assert!(allows("https://10.0.0.5:8443", "https://10.0.0.5:9443/token"));
        assert!(!allows("https://10.0.0.5:8443", "https://10.0.0.6:8443/token"));
        assert!(!allows("https://10.0.0.5:8443", "http://10.0.0.5:8443/token"));
        assert!(allows("http://127.0.0.1:8080", "http://127.0.0.1:8080/token"));
        assert!(!allows("http://127.0.0.1:8080", "http://127.0.0.1:8081/token"));
        assert!(!allows("http://127.0.0.1:8080", "http://localhost:8080/token"));
    }
}
