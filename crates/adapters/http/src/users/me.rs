use actix_web::HttpResponse;
use bookplate_domain::roles::Permission;

use crate::{edge::SignedIn, openapi::CallerProblems, problem::Problem, wire::UserView};

/// Who am I
#[utoipa::path(
    get, path = "/api/v1/users/me", tag = "users", security(("accessToken" = [])),
    responses(
        (status = 200, description = "The caller's own account.", body = UserView),
        CallerProblems,
    )
)]
pub(crate) async fn me(SignedIn(caller): SignedIn) -> Result<HttpResponse, Problem> {
    caller.actor.require(Permission::ReadOwnAccount)?;
    Ok(HttpResponse::Ok().json(UserView::from(&caller.user)))
}
