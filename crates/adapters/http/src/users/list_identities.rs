use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission};

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{GuardProblems, IdentityView, PageView},
};

/// How can I sign in
///
/// The ways are few, so there is one page.
#[utoipa::path(
    get, path = "/api/v1/users/me/identities", tag = "users", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnCredentials.as_str()))),
    responses(
        (status = 200, description = "The ways to sign in.", body = PageView<IdentityView>),
        GuardProblems,
    )
)]
pub(crate) async fn list_identities(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
) -> Result<HttpResponse, Problem> {
    let methods = bookplate.identities.list_identities(&caller.actor).await?;
    let data: Vec<_> = methods.iter().map(IdentityView::from).collect();
    Ok(HttpResponse::Ok().json(PageView { data, next_cursor: None }))
}
