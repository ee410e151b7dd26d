use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    users::{EmailAddress, ResendVerification},
};
use utoipa::ToSchema;

use crate::{
    edge::RequestClient,
    problem::Problem,
    wire::{BodyProblems, Fields, LimitProblems},
};

/// Who waits for the mail.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct ResendVerificationBody {
    /// The address that was registered.
    #[schema(format = Email, example = "ada@example.com")]
    email: String,
}

/// Send the verification mail again
///
/// The answer is the same whatever is known of the address. An older link is dead afterwards.
#[utoipa::path(
    post, path = "/api/v1/auth/verify-email/resend", tag = "auth",
    request_body = ResendVerificationBody,
    responses(
        (status = 202, description = "If something waits for it, a mail is on its way."),
        BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn resend_verification(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let email = fields.text("email", EmailAddress::parse);
    let command = fields.finish(|| Some(ResendVerification { email: email?, client }))?;
    bookplate.users.resend_verification(command).await?;
    Ok(HttpResponse::Accepted().finish())
}
