use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission};

use crate::{
    edge::{IfNoneMatch, SignedIn},
    problem::Problem,
    wire::{GuardProblems, UserView},
};

/// Who am I
///
/// The `ETag` is the version of the account.
#[utoipa::path(
    get, path = "/api/v1/users/me", tag = "users", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ReadOwnAccount.as_str()))),
    params(("If-None-Match" = Option<String>, Header, description = "Versions that are known.")),
    responses(
        (status = 200, description = "The caller's own account.", body = UserView),
        (status = 304, description = "It has a version that is known."),
        GuardProblems,
    )
)]
pub(crate) async fn read_own_account(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let user = bookplate.users.read_own_account(&caller)?;
    Ok(known.present(user.version, UserView::from(user)))
}
