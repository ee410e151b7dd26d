use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, sessions::Refresh};
use utoipa::ToSchema;

use super::{
    measures,
    transport::{hand_over, one_of, read_refresh_token},
};
use crate::{
    edge::{RefreshCookie, RequestClient},
    problem::Problem,
    wire::{
        BodyProblems, LimitProblems, OptionalFields, OriginProblems, ProblemView, RefreshedView,
        Transport,
    },
};

/// What refreshing asks for, unless the cookie is there.
#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct RefreshBody {
    /// The newest refresh token of the session.
    refresh_token: Option<String>,
}

/// Get the next tokens
///
/// Many requests at once with one token get one and the same successor. A token whose successor is
/// in use ends its session. A token that came in the cookie, from a page of an allowed origin, is
/// answered by the cookie.
#[utoipa::path(
    post, path = "/api/v1/auth/refresh", tag = "auth", request_body = Option<RefreshBody>,
    security((), ("refreshCookie" = [])),
    responses(
        (status = 200, description = "The next two tokens.", body = RefreshedView),
        (status = 401, description = "No refresh token (`UNAUTHORIZED`); or one that is none \
            (`REFRESH_TOKEN_INVALID`), was used twice (`REFRESH_TOKEN_REUSED`), or is of a session \
            that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`).",
            body = ProblemView, content_type = "application/problem+json"),
        BodyProblems, LimitProblems, OriginProblems,
    )
)]
pub(crate) async fn refresh(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    RefreshCookie(cookie): RefreshCookie,
    OptionalFields(mut fields): OptionalFields,
) -> Result<HttpResponse, Problem> {
    let token = read_refresh_token(&mut fields);
    let credential = one_of(fields.finish(|| token)?, cookie)?;
    let (token, transport) = credential.ok_or_else(Problem::unauthorized)?;
    let grant = bookplate.sessions.refresh(Refresh { token, client }).await;
    measures::refreshed(&grant);
    let grant = grant.map_err(|error| match transport {
        Transport::Cookie => RefreshCookie::explain(error),
        Transport::Body => error.into(),
    })?;
    let refreshed = RefreshedView::new(&grant, transport);
    hand_over(HttpResponse::Ok(), &grant.tokens, transport, refreshed)
}
