use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, identities::UnlinkIdentity, roles::Permission};

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{FreshProofProblems, PathSignInMethod, ProblemView, ProviderProblems},
};

/// Sign in by a provider no longer
///
/// `password` takes the password away. The caller must have proven who it is within ten minutes. All other sessions end, and the owner is told by mail.
#[utoipa::path(
    delete, path = "/api/v1/users/me/identities/{provider}", tag = "users",
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnCredentials.as_str()))),
    params(("provider" = String, Path, description = "One of `GET /users/me/identities`.",
        example = "google")),
    responses(
        (status = 204, description = "The account has no such way to sign in any more."),
        (status = 409, description = "It is the last way to sign in (`LAST_SIGN_IN_METHOD`).",
            body = ProblemView, content_type = "application/problem+json"),
        FreshProofProblems, ProviderProblems,
    )
)]
pub(crate) async fn unlink_identity(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    PathSignInMethod(provider): PathSignInMethod,
) -> Result<HttpResponse, Problem> {
    let command = UnlinkIdentity { provider, client };
    bookplate.identities.unlink_identity(&caller.actor, command).await?;
    Ok(HttpResponse::NoContent().finish())
}
