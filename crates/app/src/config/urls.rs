//! The two kinds of URL: where people reach something, and where the database is.

use std::{fmt, net::IpAddr, path::Path};

use url::{Host, Url};

use super::setting::{Setting, Written};

/// Where people reach something: an absolute http or https URL without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl(Url);

impl WebUrl {
    /// The URL, without a slash at the end.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// Whether nobody on the way can listen: https, or this machine.
    pub fn is_private(&self) -> bool {
        is_private(&self.0)
    }
}

/// Whether nobody on the way can listen: https, or this machine.
pub fn is_private(url: &Url) -> bool {
    url.scheme() == "https"
        || match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
            Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
            None => false,
        }
}

impl Setting for WebUrl {
    const EXPECTED: &'static str =
        "an absolute http:// or https:// URL without user, query and fragment";

    fn read(written: &Written) -> Option<Self> {
        let url = Url::parse(written.text()?).ok()?;
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        (matches!(url.scheme(), "http" | "https") && url.has_host() && plain).then_some(Self(url))
    }

    fn write(&self) -> Written {
        Written::Text(self.as_str().to_owned())
    }
}

/// A URL that may be left empty.
impl Setting for Option<WebUrl> {
    const EXPECTED: &'static str =
        "empty, or an absolute http:// or https:// URL without user, query and fragment";

    fn read(written: &Written) -> Option<Self> {
        match written.text()? {
            "" => Some(None),
            _ => WebUrl::read(written).map(Some),
        }
    }

    fn write(&self) -> Written {
        self.as_ref().map_or_else(|| Written::Text(String::new()), WebUrl::write)
    }
}

/// Where the database is; it may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    const SQLITE: &'static str = "sqlite://";

    /// The URL with everything in it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The file, if it is SQLite's.
    pub fn sqlite_file(&self) -> Option<&Path> {
        let rest = self.0.strip_prefix(Self::SQLITE)?;
        rest.split('?').next().map(Path::new)
    }

    fn redacted(&self) -> String {
        match Url::parse(&self.0) {
            Ok(mut url) if self.sqlite_file().is_none() => {
                if url.password().is_some() && url.set_password(Some("redacted")).is_err() {
                    return "redacted".to_owned();
                }
                // libpq's form of a URL takes the password as a parameter too.
                if url.query().is_some_and(|query| query.contains("password")) {
                    url.set_query(Some("redacted"));
                }
                url.into()
            }
            _ => self.0.clone(),
        }
    }
}

impl Setting for DatabaseUrl {
    const EXPECTED: &'static str =
        "sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE, with special characters escaped";

    fn read(written: &Written) -> Option<Self> {
        let url = Self(written.text()?.to_owned());
        let usable = match url.sqlite_file() {
            // Each connection would have an empty database of its own.
            Some(file) => !matches!(file.to_str(), None | Some("" | ":memory:")),
            None => Url::parse(&url.0)
                .is_ok_and(|url| matches!(url.scheme(), "postgres" | "postgresql")),
        };
        usable.then_some(url)
    }

    fn write(&self) -> Written {
        Written::Text(self.redacted())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Setting>(text: &str) -> Option<T> {
        T::read(&Written::Text(text.to_owned()))
    }

    #[test]
    fn a_web_url_loses_the_slash_at_its_end() {
        assert_eq!(read::<WebUrl>("https://example.com/").unwrap().as_str(), "https://example.com");
        assert_eq!(
            read::<WebUrl>("https://example.com/app/").unwrap().as_str(),
            "https://example.com/app"
        );
    }

    #[test]
    fn only_https_and_this_machine_are_private() {
        for (text, private) in [
            ("https://example.com", true),
            ("http://example.com", false),
            ("http://127.0.0.1:7860", true),
            ("http://[::1]:7860", true),
            ("http://localhost", true),
            ("http://localhost.example.com", false),
            ("http://127.0.0.1.example.com", false),
        ] {
            assert_eq!(read::<WebUrl>(text).unwrap().is_private(), private, "{text}");
        }
    }

    #[test]
    fn a_database_is_a_sqlite_file_or_postgresql() {
        let file = read::<DatabaseUrl>("sqlite://data/bookplate.db?mode=rwc").unwrap();
        assert_eq!(file.sqlite_file(), Some(Path::new("data/bookplate.db")));
        let absolute = read::<DatabaseUrl>("sqlite:///srv/b.db").unwrap();
        assert_eq!(absolute.sqlite_file(), Some(Path::new("/srv/b.db")));
        let socket = read::<DatabaseUrl>("postgres:///bookplate?host=/run/postgresql").unwrap();
        assert_eq!(socket.sqlite_file(), None);
    }

    #[test]
    fn the_password_of_a_database_is_never_shown() {
        for text in [
            "postgres://ada:hunter2@db/bookplate",
            "postgres://db/bookplate?user=ada&password=hunter2",
        ] {
            let url = read::<DatabaseUrl>(text).unwrap();
            let shown = format!("{url:?} {}", url.write().text().unwrap());
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}
