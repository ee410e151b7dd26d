use url::{Host, Url};

/// What a provider calls itself, as it may be configured: an absolute `https` URL without a user, a
/// password, a query and a fragment. `http` is for this machine alone.
#[derive(Clone, Debug)]
pub struct Issuer(Url);

/// Why a text is no [`Issuer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidIssuer {
    /// Not a URL of the web, not written in full, or more than where somebody is.
    #[error("an issuer is an absolute https URL without user, query and fragment")]
    Form,
    /// Whoever is on the way to it could say who somebody is.
    #[error("an issuer is reached by https, unless it is this machine")]
    Exposed,
}

impl Issuer {
    /// Reads the text of the configuration. It is kept to the letter elsewhere: this is where requests
    /// may go.
    pub fn parse(text: &str) -> Result<Self, InvalidIssuer> {
        let url = Url::parse(text).map_err(|_| InvalidIssuer::Form)?;
        let is_of_the_web = matches!(url.scheme(), "http" | "https");
        let is_bare = url.query().is_none() && url.fragment().is_none() && !has_login(&url);
        if !is_written_in_full(text) || !is_of_the_web || !is_bare {
            return Err(InvalidIssuer::Form);
        }
        if url.scheme() == "https" || url.host().is_some_and(|host| is_this_machine(&host)) {
            Ok(Self(url))
        } else {
            Err(InvalidIssuer::Exposed)
        }
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

/// The parser mends what others would read otherwise, such as spaces and backslashes.
fn is_written_in_full(text: &str) -> bool {
    text.contains("://") && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

pub(crate) fn has_login(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        // With a dot at the end a resolver may go and ask others for it.
        Host::Domain(name) => is_localhost(name) && !name.ends_with('.'),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// RFC 6761, 6.3.
pub(crate) fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_speaks_tls_unless_it_is_on_this_machine() {
        for issuer in [
            "https://accounts.google.com",
            "https://login.example.com/tenant/v2.0/",
            "https://10.0.0.5:8443",
            "http://127.0.0.1:8080",
            "http://localhost:8080/oidc",
            "http://idp.localhost",
            "http://[::1]:8080",
        ] {
            assert!(Issuer::parse(issuer).is_ok(), "{issuer}");
        }
        for issuer in [
            "http://login.example.com",
            "http://10.0.0.5",
            "http://localhost.:8080",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://[::ffff:10.0.0.5]",
        ] {
            assert_eq!(Issuer::parse(issuer).unwrap_err(), InvalidIssuer::Exposed, "{issuer}");
        }
    }

    #[test]
    fn an_issuer_is_written_in_full_and_says_no_more_than_where_it_is() {
        for issuer in [
            "",
            "accounts.google.com",
            "https:accounts.google.com",
            "https://",
            "https:\\\\login.example.com",
            " https://login.example.com",
            "https://login.example.com/\n",
            "https://login.exämple.com",
            "ftp://localhost",
            "file:///etc/passwd",
            "https://user@login.example.com",
            "https://:secret@login.example.com",
            "https://login.example.com?tenant=1",
            "https://login.example.com#a",
        ] {
            assert_eq!(Issuer::parse(issuer).unwrap_err(), InvalidIssuer::Form, "{issuer}");
        }
    }
}
