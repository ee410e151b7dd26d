//! The section `cors`.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    Problem,
    rules::demand,
    setting::{self, Setting, Written},
    urls::is_private,
    values::Mode,
};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CorsSettings {
    #[serde(with = "setting")]
    pub origins: Origins,
    #[serde(with = "setting")]
    pub credentials: bool,
}

/// Origins exactly as browsers write them (RFC 6454, 6.2), so that they are compared as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins(pub Vec<String>);

impl Setting for Origins {
    const EXPECTED: &'static str = "a list of exact origins such as https://app.example.com, in \
                                    lower case and without a path or a slash at the end; * is none";

    fn read(written: &Written) -> Option<Self> {
        let exact = |text: &str| origin(text).map(|_| text.to_owned());
        written.texts()?.into_iter().map(exact).collect::<Option<_>>().map(Self)
    }

    fn write(&self) -> Written {
        Written::List(self.0.clone())
    }
}

/// The URL of an origin, if the text is exactly that.
fn origin(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let exact = url.origin().ascii_serialization() == text;
    // A URL allows more in the name of a host, such as the star of a pattern.
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b":/.-_[]".contains(&b));
    (matches!(url.scheme(), "http" | "https") && exact && plain).then_some(url)
}

/// Refuses what does not make sense.
pub fn check(cors: &CorsSettings, mode: Mode) -> Result<(), Problem> {
    let private = |text: &String| origin(text).is_some_and(|url| is_private(&url));
    demand(
        mode == Mode::Development || cors.origins.0.iter().all(private),
        "cors.origins",
        "must begin with https:// in production mode, unless they are this machine",
    )?;
    demand(
        !cors.credentials || !cors.origins.0.is_empty(),
        "cors.credentials",
        "has no use without cors.origins",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<String>> {
        Origins::read(&Written::Text(text.to_owned())).map(|origins| origins.0)
    }

    #[test]
    fn origins_are_read_as_browsers_write_them() {
        let two = ["https://app.example.com", "http://localhost:5173"].map(str::to_owned);
        assert_eq!(read(" https://app.example.com , http://localhost:5173").unwrap(), two);
        assert_eq!(Origins::read(&Written::List(two.to_vec())).unwrap().0, two);
        for empty in ["", " "] {
            assert!(read(empty).unwrap().is_empty());
        }
        for exact in ["https://xn--bcher-kva.example", "https://[::1]:8443", "http://10.0.0.1"] {
            assert_eq!(read(exact).unwrap(), [exact]);
        }
    }

    #[test]
    fn whatever_is_no_exact_origin_is_refused() {
        for text in [
            "*",
            "null",
            "https://*.example.com",
            "https://example.com/",
            "https://example.com/app",
            "https://example.com?",
            "https://example.com#",
            "https://Example.com",
            "HTTPS://example.com",
            "https://example.com:443",
            "http://example.com:80",
            "https://ada@example.com",
            "https://bücher.example",
            "example.com",
            "//example.com",
            "file:///srv",
            "data:text/html,x",
            "https://",
            "https://example.com,",
            "https://example.com https://example.org",
            "https://example.com\n",
        ] {
            let list = Origins::read(&Written::List(vec![text.to_owned()]));
            assert_eq!(list, None, "{text}");
        }
        assert_eq!(read("https://example.com,*"), None);
        assert_eq!(read("https://example.com,"), None);
        assert_eq!(Origins::read(&Written::Flag(true)), None);
    }
}
