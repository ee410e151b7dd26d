use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, users::VerifyEmail};
use secrecy::SecretString;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    edge::RequestClient,
    problem::Problem,
    wire::{Fields, LimitProblems, MailedTokenProblems},
};

/// What the link of a verification mail carries.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct VerifyEmailBody {
    /// What stands behind `#token=` in the link.
    token: String,
}

/// A mailbox is proven.
#[derive(Serialize, ToSchema)]
#[schema(as = EmailVerified)]
pub(crate) struct EmailVerifiedView {
    /// Which.
    #[schema(format = Email)]
    email: String,
}

/// Prove a mailbox
///
/// Works once. It signs nobody in: whoever follows the link is not always whoever registered.
#[utoipa::path(
    post, path = "/api/v1/auth/verify-email", tag = "auth", request_body = VerifyEmailBody,
    responses(
        (status = 200, description = "The mailbox is proven; log in now.", body = EmailVerifiedView),
        MailedTokenProblems, LimitProblems,
    )
)]
pub(crate) async fn verify_email(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let token = fields.text("token", |text| Ok(SecretString::from(text)));
    let command = fields.finish(|| Some(VerifyEmail { token: token?, client }))?;
    let email = bookplate.users.verify_email(command).await?;
    Ok(HttpResponse::Ok().json(EmailVerifiedView { email: email.written().to_owned() }))
}
