use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use bookplate_domain::{Bookplate, roles::Permission, shared::UserId};

use crate::{
    edge::{IfNoneMatch, RequestClient, SignedIn, etag},
    problem::Problem,
    wire::{AdminUserView, GuardProblems, TargetProblems, parse_id},
};

/// Read an account
///
/// The `ETag` is the version of the account.
#[utoipa::path(
    get, path = "/api/v1/admin/users/{id}", tag = "admin", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ReadUsers.as_str()))),
    params(
        ("id" = String, Path, description = "Which.", format = "uuid"),
        ("If-None-Match" = Option<String>, Header, description = "Versions that are known."),
    ),
    responses(
        (status = 200, description = "The account.", body = AdminUserView),
        (status = 304, description = "It has a version that is known."),
        GuardProblems, TargetProblems,
    )
)]
pub(crate) async fn read_user(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    known: IfNoneMatch,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let id = UserId::from_uuid(parse_id(&id)?);
    let user = bookplate.roles.read_user(&caller.actor, id, &client).await?;
    let view = AdminUserView::new(&user, bookplate.now());
    let ends_by_itself = user.suspension.as_ref().is_some_and(|found| found.until.is_some());
    if ends_by_itself {
        // The account may be shown in another way under the same version.
        return Ok(HttpResponse::Ok().insert_header(etag(user.version)).json(view));
    }
    Ok(known.present(user.version, view))
}
