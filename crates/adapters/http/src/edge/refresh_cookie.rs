use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderName, HeaderValue},
};
use bookplate_domain::{
    Bookplate,
    sessions::{SessionError, Tokens},
    shared::SessionId,
};
use secrecy::{ExposeSecret, SecretString};

use super::{
    cookies::cookies,
    origins::{Origins, Sender},
};
use crate::problem::Problem;

/// No script reads it, and no foreign page sends it along with what changes anything.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// The refresh token that a browser keeps for us, if the request has one.
///
/// A browser sends it without being asked by the page, so the page's origin must be allowed. Two of
/// that name are of no use: nobody knows which is ours.
pub(crate) struct RefreshCookie(pub(crate) Option<SecretString>);

impl RefreshCookie {
    /// No other host can set a cookie of this prefix.
    pub(crate) const NAME: &str = "__Host-bookplate_rt";

    fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let mut values = cookies(request.headers(), Self::NAME);
        let Some(value) = values.next() else {
            return Ok(Self(None));
        };
        match Origins::sender_of(request)? {
            Sender::OwnPage | Sender::ListedPage { credentials: true } => {}
            Sender::ListedPage { credentials: false } | Sender::ForeignPage | Sender::Unknown => {
                return Err(Problem::origin_not_allowed());
            }
        }
        match (values.next(), std::str::from_utf8(value)) {
            (None, Ok(token)) => Ok(Self(Some(SecretString::from(token)))),
            _ => Err(Self::explain(SessionError::RefreshTokenInvalid)),
        }
    }

    /// The header that gives a browser the cookie, for as long as the token lives.
    pub(crate) fn keep(tokens: &Tokens) -> Result<(HeaderName, HeaderValue), Problem> {
        let (token, age) = (tokens.refresh.expose_secret(), tokens.refresh_expires_in);
        let value = format!("{}={token}; Max-Age={}; {ATTRIBUTES}", Self::NAME, age.as_secs());
        let mut value = HeaderValue::try_from(value).map_err(Problem::internal)?;
        value.set_sensitive(true);
        Ok((header::SET_COOKIE, value))
    }

    /// In which live session the cookie is; `None` if it will never work again, so that nothing is
    /// lost with it.
    pub(crate) async fn session(
        bookplate: &Bookplate,
        token: &SecretString,
    ) -> Result<Option<SessionId>, SessionError> {
        match bookplate.sessions.read_by_refresh_token(token).await {
            Ok((session, _)) => Ok(Some(session.id)),
            Err(error) if error.ends_the_refresh_token() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What is answered where the cookie led to an error: one that will never work again is taken
    /// away.
    pub(crate) fn explain(error: SessionError) -> Problem {
        let for_good = error.ends_the_refresh_token();
        let problem = Problem::from(error);
        if for_good { problem.forgetting_the_cookie() } else { problem }
    }

    /// The header that takes the cookie from a browser.
    pub(crate) fn forget() -> (HeaderName, String) {
        (header::SET_COOKIE, format!("{}=; Max-Age=0; {ATTRIBUTES}", Self::NAME))
    }
}

impl FromRequest for RefreshCookie {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::of(request))
    }
}
