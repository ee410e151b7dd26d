use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderMap},
    web::Data,
};
use url::Url;

use crate::{HttpConfig, problem::Problem};

/// Where a browser says how its page is related to us (Fetch Metadata).
const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// The origins whose pages may act for their visitors.
#[derive(Clone, Debug)]
pub(crate) struct Origins {
    own: Option<String>,
    others: Vec<String>,
    /// Whether the cookie may come from the others.
    credentials: bool,
}

/// Who sent a request, as far as a browser tells. No page can forge what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sender {
    /// A page of our own origin.
    OwnPage,
    /// A page of another allowed origin; whether the cookie may come from there.
    ListedPage { credentials: bool },
    /// Another page, or one that hides its origin.
    ForeignPage,
    /// No browser, or one of long ago.
    Unknown,
}

impl Origins {
    pub(crate) fn of(config: &HttpConfig) -> Self {
        let is_exact = |text: &&String| origin_of(text).as_ref() == Some(text);
        Self {
            own: origin_of(&config.public_url),
            others: config.cors.origins.iter().filter(is_exact).cloned().collect(),
            credentials: config.cors.credentials,
        }
    }

    /// The origins besides our own.
    pub(crate) fn others(&self) -> &[String] {
        &self.others
    }

    fn sender(&self, headers: &HeaderMap) -> Sender {
        let mut origins = headers.get_all(header::ORIGIN);
        match (origins.next(), origins.next()) {
            (Some(origin), None) => origin.to_str().map_or(Sender::ForeignPage, |o| self.page(o)),
            (Some(_), Some(_)) => Sender::ForeignPage,
            // A browser leaves the origin out when a page reads from its own.
            (None, _) => match headers.get(SEC_FETCH_SITE) {
                None => Sender::Unknown,
                Some(site) if site == "same-origin" => Sender::OwnPage,
                Some(_) => Sender::ForeignPage,
            },
        }
    }

    fn page(&self, origin: &str) -> Sender {
        if self.own.as_deref() == Some(origin) {
            Sender::OwnPage
        } else if self.others.iter().any(|other| other == origin) {
            Sender::ListedPage { credentials: self.credentials }
        } else {
            Sender::ForeignPage
        }
    }

    /// Who sent this request.
    pub(super) fn sender_of(request: &HttpRequest) -> Result<Sender, Problem> {
        let origins = request.app_data::<Data<Self>>();
        let origins = origins.ok_or_else(|| Problem::internal("no list of origins"))?;
        Ok(origins.sender(request.headers()))
    }
}

/// The origin of a URL of the web as a browser writes it.
fn origin_of(url: &str) -> Option<String> {
    let url = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    Some(url.origin().ascii_serialization())
}

/// That no foreign page sent the request: for what signs a browser in, so that no page can sign its
/// visitor in to somebody else's account.
pub(crate) struct NoForeignPage;

impl FromRequest for NoForeignPage {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(match Origins::sender_of(request) {
            Ok(Sender::ForeignPage) => Err(Problem::origin_not_allowed()),
            Ok(Sender::OwnPage | Sender::ListedPage { .. } | Sender::Unknown) => Ok(Self),
            Err(problem) => Err(problem),
        })
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::{CorsConfig, testing::config};

    fn sender(headers: &[(&str, &str)]) -> Sender {
        let listed = ["https://app.example.com", "http://localhost:3000", "https://x.example/"];
        let origins = Origins::of(&HttpConfig {
            public_url: "https://api.example.com:443/base".to_owned(),
            cors: CorsConfig {
                origins: listed.into_iter().chain(["*", "null"]).map(str::to_owned).collect(),
                credentials: true,
            },
            ..config()
        });
        let mut request = TestRequest::default();
        for header in headers {
            request = request.append_header(*header);
        }
        origins.sender(request.to_http_request().headers())
    }

    #[test]
    fn only_the_very_origins_are_allowed() {
        assert_eq!(sender(&[("origin", "https://api.example.com")]), Sender::OwnPage);
        for listed in ["https://app.example.com", "http://localhost:3000"] {
            let expected = Sender::ListedPage { credentials: true };
            assert_eq!(sender(&[("origin", listed)]), expected, "{listed}");
        }
        for foreign in [
            "null",
            "",
            "*",
            "http://api.example.com",
            "https://api.example.com:8443",
            "https://api.example.com/",
            "https://api.example.com.evil.example",
            "https://evil.example?https://api.example.com",
            "https://x.example",
            "https://x.example/",
            "http://localhost",
        ] {
            assert_eq!(sender(&[("origin", foreign)]), Sender::ForeignPage, "{foreign}");
        }
    }

    #[test]
    fn without_an_origin_the_browser_must_say_that_it_is_the_same() {
        assert_eq!(sender(&[]), Sender::Unknown);
        assert_eq!(sender(&[("sec-fetch-site", "same-origin")]), Sender::OwnPage);
        for foreign in ["same-site", "cross-site", "none", ""] {
            assert_eq!(sender(&[("sec-fetch-site", foreign)]), Sender::ForeignPage, "{foreign}");
        }
    }

    #[test]
    fn an_origin_counts_more_than_the_site_and_two_are_none() {
        let (evil, own) =
            (("origin", "https://evil.example"), ("origin", "https://api.example.com"));
        assert_eq!(sender(&[evil, ("sec-fetch-site", "same-origin")]), Sender::ForeignPage);
        assert_eq!(sender(&[own, evil]), Sender::ForeignPage);
        assert_eq!(sender(&[own, own]), Sender::ForeignPage);
    }
}
