use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    roles::{DeleteUser, Permission},
    shared::UserId,
};

use crate::{
    edge::{IfMatch, RequestClient, SignedIn},
    problem::Problem,
    wire::{GuardProblems, LastAdminProblems, PathId, TargetProblems, VersionProblems},
};

/// Delete an account
///
/// At once and for good, with everything that belongs to it; the address is free again.
#[utoipa::path(
    delete, path = "/api/v1/admin/users/{id}", tag = "admin", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::DeleteUsers.as_str()))),
    params(
        ("id" = String, Path, description = "Which.", format = "uuid"),
        ("If-Match" = Option<String>, Header,
            description = "Only if it still has a version of these."),
    ),
    responses(
        (status = 204, description = "There is no such account any more."),
        GuardProblems, TargetProblems, VersionProblems, LastAdminProblems,
    )
)]
pub(crate) async fn delete_user(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    IfMatch(if_version): IfMatch,
    PathId(id): PathId<UserId>,
) -> Result<HttpResponse, Problem> {
    let command = DeleteUser { id, if_version, client };
    bookplate.roles.delete_user(Some(&caller.actor), command).await?;
    Ok(HttpResponse::NoContent().finish())
}
