use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission, shared::UserId};

use crate::{
    edge::{IfNoneMatch, RequestClient, SignedIn},
    problem::Problem,
    wire::{AdminUserView, GuardProblems, PathId, TargetProblems},
};

/// Read an account
///
/// The `ETag` is the version of the account, and whether it is suspended: a suspension may end by
/// itself.
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
    PathId(id): PathId<UserId>,
) -> Result<HttpResponse, Problem> {
    let user = bookplate.roles.read_user(&caller.actor, id, &client).await?;
    let view = AdminUserView::new(&user, bookplate.now());
    Ok(known.present(view.tag(), view))
}
