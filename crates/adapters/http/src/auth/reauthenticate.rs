use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, sessions::Reauthenticate, users::Password};
use utoipa::ToSchema;

use super::refresh::RefreshedView;
use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{BodyProblems, Fields, LimitProblems, ProblemView},
};

/// The password, once more.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct ReauthenticateBody {
    /// The password.
    #[schema(format = Password, example = "correct horse battery staple")]
    password: String,
}

/// Prove the password once more
///
/// Gives new tokens for the same session, with a fresh `auth_time`.
#[utoipa::path(
    post, path = "/api/v1/auth/reauthenticate", tag = "auth", request_body = ReauthenticateBody,
    security(("accessToken" = [])),
    responses(
        (status = 200, description = "Proven.", body = RefreshedView),
        (status = 401, description = "No credential, or a wrong one.", body = ProblemView,
            content_type = "application/problem+json"),
        BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn reauthenticate(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let password = fields.text("password", Password::parse);
    let command = fields.finish(|| Some(Reauthenticate { password: password?, client }))?;
    let grant = bookplate.sessions.reauthenticate(&caller.actor, command).await?;
    Ok(HttpResponse::Ok().json(RefreshedView::from(&grant)))
}
