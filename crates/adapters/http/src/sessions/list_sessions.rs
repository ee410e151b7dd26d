use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission};

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{GuardProblems, PageView, SessionView},
};

/// Where am I signed in
///
/// The caller's live sessions, the one that was used last first. They are few, so there is one page.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "sessions", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnSessions.as_str()))),
    responses(
        (status = 200, description = "The live sessions.", body = PageView<SessionView>),
        GuardProblems,
    )
)]
pub(crate) async fn list_sessions(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
) -> Result<HttpResponse, Problem> {
    let sessions = bookplate.sessions.list_sessions(&caller.actor).await?;
    let here = caller.actor.session_id;
    let data: Vec<_> = sessions.iter().map(|each| SessionView::seen_from(here, each)).collect();
    Ok(HttpResponse::Ok().json(PageView { data, next_cursor: None }))
}
