use url::Url;

use crate::shared::{FieldCode, Invalid};

/// Where a picture is: an absolute URL of http or https, at most 2048 bytes, as the URL standard
/// writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImageUrl(String);

impl ImageUrl {
    /// The longest URL, in bytes, as it was typed and as it is kept.
    pub const MAX_BYTES: usize = 2048;

    /// Reads what somebody typed as a browser would (WHATWG URL): `HTTPS://Example.com` becomes
    /// `https://example.com/`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::new(FieldCode::Required, "there is no URL; null removes it"));
        }
        if text.len() > Self::MAX_BYTES {
            return Err(too_long());
        }
        let url = Url::parse(text).map_err(|_| no_url())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Invalid::new(FieldCode::NotAllowed, "the URL is not of http or https"));
        }
        if !url.has_host() {
            return Err(no_url());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Invalid::new(FieldCode::NotAllowed, "the URL has credentials in it"));
        }
        let url = String::from(url);
        if url.len() <= Self::MAX_BYTES { Ok(Self(url)) } else { Err(too_long()) }
    }

    /// Takes a URL as a store kept it.
    pub fn from_stored(url: String) -> Self {
        Self(url)
    }

    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn no_url() -> Invalid {
    let why = "not an absolute URL, such as https://example.com/ada.png";
    Invalid::new(FieldCode::InvalidFormat, why)
}

fn too_long() -> Invalid {
    Invalid::new(FieldCode::TooLong, "a URL has at most 2048 bytes")
        .with("max", ImageUrl::MAX_BYTES as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(text: &str) -> Result<String, FieldCode> {
        ImageUrl::parse(text).map(|url| url.0).map_err(|invalid| invalid.code)
    }

    #[test]
    fn it_is_kept_as_the_standard_writes_it() {
        for (typed, kept) in [
            ("https://example.com/ada.png?s=80#x", "https://example.com/ada.png?s=80#x"),
            (" HTTP://Example.COM:80 ", "http://example.com/"),
            ("https://bücher.example/zoë.png", "https://xn--bcher-kva.example/zo%C3%AB.png"),
            ("https://[2001:DB8::1]:8443/a/../b", "https://[2001:db8::1]:8443/b"),
        ] {
            assert_eq!(image(typed).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn anything_but_a_plain_web_address_is_refused() {
        for (wrong, code) in [
            (" ", FieldCode::Required),
            ("/ada.png", FieldCode::InvalidFormat),
            ("//example.com/ada.png", FieldCode::InvalidFormat),
            ("example.com/ada.png", FieldCode::InvalidFormat),
            ("https://", FieldCode::InvalidFormat),
            ("http://a b/", FieldCode::InvalidFormat),
            ("javascript:alert(1)", FieldCode::NotAllowed),
            ("data:image/png;base64,AAAA", FieldCode::NotAllowed),
            ("ftp://example.com/ada.png", FieldCode::NotAllowed),
            ("file:///etc/passwd", FieldCode::NotAllowed),
            ("https://ada@example.com/", FieldCode::NotAllowed),
            ("https://:secret@example.com/", FieldCode::NotAllowed),
        ] {
            assert_eq!(image(wrong), Err(code), "{wrong}");
        }
    }

    #[test]
    fn its_length_is_counted_in_the_bytes_that_are_kept() {
        let url = |path: &str, count| format!("https://example.com/{}", path.repeat(count));
        assert!(image(&url("a", 2028)).is_ok());
        assert_eq!(image(&url("a", 2029)), Err(FieldCode::TooLong));
        assert_eq!(image(&url("é", 400)), Err(FieldCode::TooLong));
    }

    proptest::proptest! {
        #[test]
        fn parsing_never_panics_and_is_idempotent(text in ".{0,60}", rest in "\\PC{0,40}") {
            for candidate in [text, format!("https://example.com{rest}"), format!("http:{rest}")] {
                if let Ok(url) = ImageUrl::parse(&candidate) {
                    proptest::prop_assert_eq!(ImageUrl::parse(url.as_str()), Ok(url));
                }
            }
        }
    }
}
