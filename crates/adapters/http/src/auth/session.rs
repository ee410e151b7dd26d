use std::sync::Arc;

use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Role, sessions::SessionError};

use crate::{
    edge::{AnyCaller, RefreshCookie},
    problem::Problem,
    wire::{OriginProblems, ProblemView, SessionState, SessionView, UserView},
};

/// Whether anybody is signed in
///
/// By the access token, or by the cookie from a page of an allowed origin; not by both. Without a
/// credential the answer is `unauthenticated`; a bad one is refused. It never rotates anything. A
/// visitor is told how much may still be asked.
#[utoipa::path(
    get, path = "/api/v1/auth/session", tag = "auth",
    security((), ("accessToken" = []), ("refreshCookie" = [])),
    responses(
        (status = 200, description = "Who is signed in, if anybody.", body = SessionState),
        (status = 400, description = "Both an access token and the cookie (`MALFORMED_REQUEST`).", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 401, description = "No credential is fine, but not an access token that is none \
            (`ACCESS_TOKEN_INVALID`) or has expired (`ACCESS_TOKEN_EXPIRED`), nor a refresh token \
            that is none (`REFRESH_TOKEN_INVALID`) or was used twice (`REFRESH_TOKEN_REUSED`), nor \
            one of a session that has expired (`SESSION_EXPIRED`) or was ended \
            (`SESSION_REVOKED`).", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Too busy, or not complete; try again.", body = ProblemView,
            content_type = "application/problem+json"),
        OriginProblems,
    )
)]
pub(crate) async fn session(
    bookplate: Data<Bookplate>,
    AnyCaller(caller): AnyCaller,
    RefreshCookie(cookie): RefreshCookie,
) -> Result<HttpResponse, Problem> {
    let found = match (caller, cookie) {
        (Some(_), Some(_)) => return Err(Problem::two_credentials("an access token")),
        (Some(caller), None) => Some((caller.session, caller.user)),
        (None, Some(token)) => {
            let read = bookplate.sessions.read_by_refresh_token(&token).await;
            let (session, user) = read.map_err(|error| match error {
                // Another tab may have the newest by now, and that cookie is the same.
                SessionError::RefreshTokenReused => error.into(),
                error => RefreshCookie::explain(error),
            })?;
            Some((Arc::new(session), Arc::new(user)))
        }
        (None, None) => None,
    };
    let limits = match found.as_ref() {
        Some((_, user)) if user.role == Role::Anonymous => {
            Some(bookplate.chats.visitor_allowance(user.id).await?.into())
        }
        _ => None,
    };
    let status = match found.as_ref().map(|(_, user)| user.role) {
        None => "unauthenticated",
        Some(Role::Anonymous) => "anonymous",
        Some(Role::User | Role::Moderator | Role::Admin) => "authenticated",
    };
    Ok(HttpResponse::Ok().json(SessionState {
        status,
        user: found.as_ref().map(|(_, user)| UserView::from(user.as_ref())),
        session: found.as_ref().map(|(session, _)| SessionView::current(session)),
        limits,
    }))
}
