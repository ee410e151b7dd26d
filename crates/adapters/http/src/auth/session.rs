use actix_web::HttpResponse;
use bookplate_domain::roles::Role;

use crate::{
    edge::AnyCaller,
    problem::Problem,
    wire::{CallerProblems, SessionState, SessionView, UserView},
};

/// Whether anybody is signed in
///
/// Without a credential the answer is `unauthenticated`; a bad one is refused. It never rotates
/// anything.
#[utoipa::path(
    get, path = "/api/v1/auth/session", tag = "auth", security((), ("accessToken" = [])),
    responses(
        (status = 200, description = "Who is signed in, if anybody.", body = SessionState),
        CallerProblems,
    )
)]
pub(crate) async fn session(AnyCaller(caller): AnyCaller) -> Result<HttpResponse, Problem> {
    let status = match caller.as_ref().map(|caller| caller.actor.role) {
        None => "unauthenticated",
        Some(Role::Anonymous) => "anonymous",
        Some(Role::User | Role::Moderator | Role::Admin) => "authenticated",
    };
    Ok(HttpResponse::Ok().json(SessionState {
        status,
        user: caller.as_ref().map(|caller| UserView::from(&caller.user)),
        session: caller.as_ref().map(|caller| SessionView::current(&caller.session)),
    }))
}
