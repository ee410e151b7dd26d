use actix_web::{HttpResponse, web::Data};
use bookplate_domain::Bookplate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{CallerProblems, ProblemView, SessionView},
};

/// The caller's sessions. They are few, so there is one page.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionList)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionListView {
    /// The one that was used last first.
    data: Vec<SessionView>,
    /// Always null.
    next_cursor: Option<String>,
}

/// Where am I signed in
///
/// The caller's live sessions, the one that was used last first.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "sessions", security(("accessToken" = [])),
    responses(
        (status = 200, description = "The live sessions.", body = SessionListView),
        (status = 403, description = "The caller has no account.", body = ProblemView,
            content_type = "application/problem+json"),
        CallerProblems,
    )
)]
pub(crate) async fn list_sessions(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
) -> Result<HttpResponse, Problem> {
    let sessions = bookplate.sessions.list_sessions(&caller.actor).await?;
    let here = caller.actor.session_id;
    Ok(HttpResponse::Ok().json(SessionListView {
        data: sessions.iter().map(|session| SessionView::seen_from(here, session)).collect(),
        next_cursor: None,
    }))
}
