use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission, shared::MailId};

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{GuardProblems, PathId, TargetProblems},
};

/// Try a dead mail again
///
/// At once, and as if it had never been tried. A mail that is not dead is answered like one that is
/// not there.
#[utoipa::path(
    post, path = "/api/v1/admin/mail/{id}/retry", tag = "admin", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageMail.as_str()))),
    params(("id" = String, Path, description = "Which.", format = "uuid")),
    responses(
        (status = 202, description = "It is owed again."),
        GuardProblems, TargetProblems,
    )
)]
pub(crate) async fn retry_mail(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    PathId(id): PathId<MailId>,
) -> Result<HttpResponse, Problem> {
    bookplate.mail.retry_mail(Some(&caller.actor), id, &client).await?;
    Ok(HttpResponse::Accepted().finish())
}
