use actix_web::{HttpResponse, http::header, web::Data};
use bookplate_domain::{Bookplate, identities::LinkIdentity, roles::Permission};

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{
        BodyProblems, CallerProblems, CodeProblems, Fields, IdentityView, LimitProblems,
        OneTimeCodeBody, ProblemView, read_code,
    },
};

/// Sign in by a provider from now on
///
/// Takes the one-time code of a way to a provider that began like a sign-in. The caller must have
/// proven who it is within ten minutes; the owner is told by mail. What is refused
/// leaves the code as it was.
#[utoipa::path(
    post, path = "/api/v1/users/me/identities", tag = "users", request_body = OneTimeCodeBody,
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnCredentials.as_str()))),
    responses(
        (status = 201, description = "Linked.", body = IdentityView),
        (status = 403, description = "The caller may not do this (`FORBIDDEN`), the last proof of \
            who it is is too old (`REAUTH_REQUIRED`), or the mailbox of the account is not proven \
            (`EMAIL_NOT_VERIFIED`).", body = ProblemView, content_type = "application/problem+json"),
        (status = 409, description = "Another account has this identity (`IDENTITY_TAKEN`), or this \
            one has another identity of the provider (`PROVIDER_ALREADY_LINKED`).",
            body = ProblemView, content_type = "application/problem+json"),
        BodyProblems, CodeProblems, CallerProblems, LimitProblems,
    )
)]
pub(crate) async fn link_identity(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let code = read_code(&mut fields);
    let command = fields.finish(|| Some(LinkIdentity { code: code?, client }))?;
    let method = bookplate.identities.link_identity(&caller.actor, command).await?;
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, "/api/v1/users/me/identities"));
    Ok(answer.json(IdentityView::from(&method)))
}
