use std::convert::Infallible;

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderName, HeaderValue},
};
use bookplate_domain::identities::PendingAuthorization;
use secrecy::{ExposeSecret, SecretString};

use super::cookies::cookies;
use crate::problem::Problem;

/// What names a browser on its way to a provider and back, if it sent that: nobody else can come
/// back in its place. Two of the name are of no use: nobody knows which is ours.
pub(crate) struct BrowserCookie(pub(crate) Option<SecretString>);

impl BrowserCookie {
    /// No other host can set a cookie of this prefix.
    pub(crate) const NAME: &str = "__Host-bookplate_oauth";

    /// `Lax`, because a browser comes back from another site.
    const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

    fn of(request: &HttpRequest) -> Option<SecretString> {
        let mut values = cookies(request.headers(), Self::NAME);
        match (values.next(), values.next()) {
            (Some(value), None) => std::str::from_utf8(value).ok().map(SecretString::from),
            _ => None,
        }
    }

    /// The header that gives a browser the cookie, for as long as it may be on its way.
    pub(crate) fn keep(browser: &SecretString) -> Result<(HeaderName, HeaderValue), Problem> {
        let (name, value) = (Self::NAME, browser.expose_secret());
        let age = PendingAuthorization::LIFETIME.as_secs();
        let value = format!("{name}={value}; Max-Age={age}; {}", Self::ATTRIBUTES);
        let mut value = HeaderValue::try_from(value).map_err(Problem::internal)?;
        value.set_sensitive(true);
        Ok((header::SET_COOKIE, value))
    }
}

impl FromRequest for BrowserCookie {
    type Error = Infallible;
    type Future = std::future::Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Ok(Self(Self::of(request))))
    }
}
