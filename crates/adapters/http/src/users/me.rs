use actix_web::{HttpResponse, web::Data};
use bookplate_domain::Bookplate;

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{CallerProblems, UserView},
};

/// Who am I
#[utoipa::path(
    get, path = "/api/v1/users/me", tag = "users", security(("accessToken" = [])),
    responses(
        (status = 200, description = "The caller's own account.", body = UserView),
        CallerProblems,
    )
)]
pub(crate) async fn me(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
) -> Result<HttpResponse, Problem> {
    let user = bookplate.users.read_own_account(&caller)?;
    Ok(HttpResponse::Ok().json(UserView::from(user)))
}
