use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission, users::Identity};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{GuardProblems, PageView},
};

/// One way to sign in.
#[derive(Serialize, ToSchema)]
#[schema(as = Identity)]
pub(crate) struct IdentityView {
    /// Who vouches for it; `password` for the address and a password.
    #[schema(example = "password")]
    provider: &'static str,
}

impl From<Identity> for IdentityView {
    fn from(identity: Identity) -> Self {
        Self { provider: identity.provider() }
    }
}

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
    let identities = bookplate.users.list_identities(&caller.actor).await?;
    let data: Vec<_> = identities.into_iter().map(IdentityView::from).collect();
    Ok(HttpResponse::Ok().json(PageView { data, next_cursor: None }))
}
