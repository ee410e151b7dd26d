use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    roles::{Permission, StartPasswordReset},
    shared::UserId,
};

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{CallerProblems, PathId, ProblemView, TargetProblems},
};

/// Mail somebody a link that sets a new password
///
/// An older link is dead afterwards. The password until now goes on working.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/password-reset", tag = "admin",
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::StartPasswordResets.as_str()))),
    params(("id" = String, Path, description = "To whom.", format = "uuid")),
    responses(
        (status = 202, description = "A mail is on its way."),
        (status = 403, description = "The caller may not do this (`FORBIDDEN`), or the account is \
            suspended (`ACCOUNT_SUSPENDED`).", body = ProblemView,
            content_type = "application/problem+json"),
        CallerProblems, TargetProblems,
    )
)]
pub(crate) async fn start_password_reset(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    PathId(id): PathId<UserId>,
) -> Result<HttpResponse, Problem> {
    let command = StartPasswordReset { id, client };
    bookplate.roles.start_password_reset(&caller.actor, command).await?;
    Ok(HttpResponse::Accepted().finish())
}
