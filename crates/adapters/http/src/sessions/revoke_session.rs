use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission, shared::SessionId};

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{GuardProblems, PathId, RevokedSessionsView, TargetProblems},
};

/// End one of my sessions
///
/// Also the one that the request is made in. A session of somebody else is answered like one that
/// is not there.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "sessions", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnSessions.as_str()))),
    params(("id" = String, Path, description = "Which.", format = "uuid")),
    responses(
        (status = 204, description = "It has ended."),
        GuardProblems, TargetProblems,
    )
)]
pub(crate) async fn revoke_session(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    PathId(id): PathId<SessionId>,
) -> Result<HttpResponse, Problem> {
    bookplate.sessions.revoke_session(&caller.actor, id, &client).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End all my other sessions
#[utoipa::path(
    delete, path = "/api/v1/sessions", tag = "sessions", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnSessions.as_str()))),
    responses(
        (status = 200, description = "All but the one that the request is made in have ended.",
            body = RevokedSessionsView),
        GuardProblems,
    )
)]
pub(crate) async fn revoke_other_sessions(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
) -> Result<HttpResponse, Problem> {
    let revoked = bookplate.sessions.revoke_other_sessions(&caller.actor, &client).await?;
    Ok(HttpResponse::Ok().json(RevokedSessionsView { revoked }))
}
