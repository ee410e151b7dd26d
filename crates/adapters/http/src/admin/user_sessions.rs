use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use bookplate_domain::{Bookplate, roles::Permission, shared::UserId};

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    sessions::revoke_session::RevokedSessionsView,
    wire::{GuardProblems, PageView, SessionView, TargetProblems, parse_id},
};

/// Where is somebody signed in
///
/// The live sessions of an account, the one that was used last first. They are few, so there is
/// one page.
#[utoipa::path(
    get, path = "/api/v1/admin/users/{id}/sessions", tag = "admin", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageUserSessions.as_str()))),
    params(("id" = String, Path, description = "Whose.", format = "uuid")),
    responses(
        (status = 200, description = "The live sessions.", body = PageView<SessionView>),
        GuardProblems, TargetProblems,
    )
)]
pub(crate) async fn list_user_sessions(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let id = UserId::from_uuid(parse_id(&id)?);
    let sessions = bookplate.roles.list_user_sessions(&caller.actor, id, &client).await?;
    let here = caller.actor.session_id;
    let data: Vec<_> = sessions.iter().map(|each| SessionView::seen_from(here, each)).collect();
    Ok(HttpResponse::Ok().json(PageView { data, next_cursor: None }))
}

/// End somebody's sessions
#[utoipa::path(
    delete, path = "/api/v1/admin/users/{id}/sessions", tag = "admin",
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageUserSessions.as_str()))),
    params(("id" = String, Path, description = "Whose.", format = "uuid")),
    responses(
        (status = 200, description = "All have ended.", body = RevokedSessionsView),
        GuardProblems, TargetProblems,
    )
)]
pub(crate) async fn revoke_user_sessions(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let id = UserId::from_uuid(parse_id(&id)?);
    let revoked = bookplate.roles.revoke_user_sessions(&caller.actor, id, &client).await?;
    Ok(HttpResponse::Ok().json(RevokedSessionsView { revoked }))
}
