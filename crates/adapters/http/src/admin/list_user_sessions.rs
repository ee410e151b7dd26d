use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission, shared::UserId};

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{GuardProblems, PageView, PathId, SessionView, TargetProblems},
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
    PathId(id): PathId<UserId>,
) -> Result<HttpResponse, Problem> {
    let sessions = bookplate.roles.list_user_sessions(&caller.actor, id, &client).await?;
    let here = caller.actor.session_id;
    let data: Vec<_> = sessions.iter().map(|each| SessionView::seen_from(here, each)).collect();
    Ok(HttpResponse::Ok().json(PageView { data, next_cursor: None }))
}
