use actix_web::{HttpResponse, HttpResponseBuilder};
use bookplate_domain::sessions::Tokens;
use secrecy::SecretString;
use serde::Serialize;

use crate::{
    edge::RefreshCookie,
    problem::Problem,
    wire::{Fields, Transport},
};

/// A refresh token in the body, where it may be missing; whether it is one of ours is judged later.
pub(super) fn read_refresh_token(fields: &mut Fields) -> Option<Option<SecretString>> {
    fields.optional_text("refreshToken", |text| Ok(SecretString::from(text)))
}

/// The refresh token of a request and how it came. It comes in one way: of two, one may be
/// somebody else's.
pub(super) fn one_of(
    in_body: Option<SecretString>,
    in_cookie: Option<SecretString>,
) -> Result<Option<(SecretString, Transport)>, Problem> {
    match (in_body, in_cookie) {
        (Some(_), Some(_)) => Err(Problem::two_credentials("`refreshToken`")),
        (Some(token), None) => Ok(Some((token, Transport::Body))),
        (None, Some(token)) => Ok(Some((token, Transport::Cookie))),
        (None, None) => Ok(None),
    }
}

/// An answer with tokens; the cookie goes along where the refresh token travels in it.
pub(super) fn hand_over(
    mut answer: HttpResponseBuilder,
    tokens: &Tokens,
    transport: Transport,
    body: impl Serialize,
) -> Result<HttpResponse, Problem> {
    if transport == Transport::Cookie {
        answer.insert_header(RefreshCookie::keep(tokens)?);
    }
    Ok(answer.json(body))
}
