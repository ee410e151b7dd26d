use std::pin::Pin;

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Data};
use bookplate_domain::{
    Bookplate,
    sessions::{AccessTokenError, Authenticated, SessionError},
};

use crate::problem::Problem;

/// The token of an `Authorization: Bearer` header (RFC 6750, 2.1), or that there is none.
pub(crate) struct Bearer(pub(crate) Option<String>);

impl Bearer {
    pub(crate) fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let mut values = request.headers().get_all(header::AUTHORIZATION);
        let Some(value) = values.next() else {
            return Ok(Self(None));
        };
        let invalid = || Problem::from(SessionError::AccessToken(AccessTokenError::Invalid));
        if values.next().is_some() {
            return Err(invalid());
        }
        let text = value.to_str().map_err(|_| invalid())?;
        match text.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("Bearer") => {
                Ok(Self(Some(token.trim().to_owned())))
            }
            _ => Err(invalid()),
        }
    }
}

impl FromRequest for Bearer {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::of(request))
    }
}

/// A caller in a live session, if there is one. A bad credential is refused, never ignored.
pub(crate) struct AnyCaller(pub(crate) Option<Authenticated>);

impl FromRequest for AnyCaller {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let bearer = Bearer::of(request);
        let bookplate = request.app_data::<Data<Bookplate>>().cloned();
        Box::pin(async move {
            let Bearer(Some(token)) = bearer? else {
                return Ok(Self(None));
            };
            let bookplate = bookplate.ok_or_else(|| Problem::internal("no application"))?;
            Ok(Self(Some(bookplate.sessions.authenticate(&token).await?)))
        })
    }
}

/// A caller in a live session; anybody else is refused.
pub(crate) struct SignedIn(pub(crate) Authenticated);

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = AnyCaller::from_request(request, payload);
        Box::pin(async move { caller.await?.0.map(Self).ok_or_else(Problem::unauthorized) })
    }
}
