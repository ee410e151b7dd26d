use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use bookplate_domain::{Bookplate, roles::Permission, shared::SessionId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{CallerProblems, ProblemView},
};

/// How many sessions were ended.
#[derive(Serialize, ToSchema)]
#[schema(as = RevokedSessions)]
pub(crate) struct RevokedSessionsView {
    /// The number.
    #[schema(example = 2)]
    pub(crate) revoked: u64,
}

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
        (status = 403, description = "The caller has no account.", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 404, description = "The caller has no such session.", body = ProblemView,
            content_type = "application/problem+json"),
        CallerProblems,
    )
)]
pub(crate) async fn revoke_session(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let id = Uuid::try_parse(&id).map_err(|_| Problem::not_found())?;
    let id = SessionId::from_uuid(id);
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
        (status = 403, description = "The caller has no account.", body = ProblemView,
            content_type = "application/problem+json"),
        CallerProblems,
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
