use url::{Host, Url};

/// Which addresses a provider may lead to: its discovery document is a stranger's text, and this
/// service stands inside a network.
///
/// They are reached by TLS; an issuer on this machine alone, as in a test, may do without, for what
/// has its own origin. They have names, unless the issuer's own host has none.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    issuer: Url,
}

impl Reach {
    /// Takes the issuer as it was configured: `https://…`, or `http://…` on this machine, without a
    /// query, a fragment, or a name and password. `None` if it is none.
    pub(crate) fn of(issuer: &str) -> Option<Self> {
        let url = Url::parse(issuer).ok()?;
        let is_safe = match url.scheme() {
            "https" => true,
            "http" => url.host().is_some_and(|host| is_loopback(&host)),
            _ => false,
        };
        let is_bare = url.query().is_none() && url.fragment().is_none() && !has_login(&url);
        (is_safe && is_bare && url.host().is_some()).then_some(Self { issuer: url })
    }

    /// Whether the provider may lead there.
    pub(crate) fn allows(&self, url: &Url) -> bool {
        let is_protected = url.scheme() == "https" || url.origin() == self.issuer.origin();
        let is_own_host = url.host() == self.issuer.host();
        let is_name = matches!(url.host(), Some(Host::Domain(name)) if !is_localhost(name));
        is_protected && (is_own_host || is_name) && !has_login(url)
    }
}

fn has_login(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => is_localhost(name),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// RFC 6761, 6.3.
fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(issuer: &str, url: &str) -> bool {
        Reach::of(issuer).unwrap().allows(&Url::parse(url).unwrap())
    }

    #[test]
    fn an_issuer_speaks_tls_unless_it_is_on_this_machine() {
        for issuer in [
            "https://accounts.google.com",
            "https://login.example.com/tenant/v2.0/",
            "https://10.0.0.5:8443",
            "http://127.0.0.1:8080",
            "http://localhost:8080/oidc",
            "http://[::1]:8080",
        ] {
            assert!(Reach::of(issuer).is_some(), "{issuer}");
        }
        for issuer in [
            "",
            "accounts.google.com",
            "http://login.example.com",
            "http://10.0.0.5",
            "ftp://localhost",
            "file:///etc/passwd",
            "https://user@login.example.com",
            "https://login.example.com?tenant=1",
            "https://login.example.com#a",
        ] {
            assert!(Reach::of(issuer).is_none(), "{issuer}");
        }
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
