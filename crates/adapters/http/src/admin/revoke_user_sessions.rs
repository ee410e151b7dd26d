use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission, shared::UserId};

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{GuardProblems, PathId, RevokedSessionsView, TargetProblems},
};

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
    PathId(id): PathId<UserId>,
) -> Result<HttpResponse, Problem> {
    let revoked = bookplate.roles.revoke_user_sessions(&caller.actor, id, &client).await?;
    Ok(HttpResponse::Ok().json(RevokedSessionsView { revoked }))
}
