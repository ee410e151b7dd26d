use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    shared::Client,
    users::{EmailAddress, PasswordPolicy, RequestPasswordReset, ResetPassword},
};
use secrecy::SecretString;
use utoipa::ToSchema;

use crate::{
    edge::{Admission, Admitted, RequestClient},
    problem::Problem,
    wire::{
        BodyProblems, Fields, LimitProblems, MailedTokenProblems, read_new_password,
        read_off_worker,
    },
};

/// Whose password is lost.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct RequestPasswordResetBody {
    /// The address of the account.
    #[schema(format = Email, example = "ada@example.com")]
    email: String,
}

/// Ask for a new password
///
/// The answer is the same whatever is known of the address. An older link is dead afterwards.
#[utoipa::path(
    post, path = "/api/v1/auth/password-reset", tag = "auth",
    request_body = RequestPasswordResetBody,
    responses(
        (status = 202, description = "If the address has an account, a mail is on its way."),
        BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn request_password_reset(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let email = fields.text("email", EmailAddress::parse);
    let command = fields.finish(|| Some(RequestPasswordReset { email: email?, client }))?;
    bookplate.users.request_password_reset(command).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// What the link of a reset mail carries, and what its reader chose.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct ResetPasswordBody {
    /// What stands behind `#token=` in the link.
    token: String,
    /// At least 8 characters, at most 71 bytes, and not easily guessed.
    #[schema(format = Password, min_length = 8, example = "another horse battery staple")]
    password: String,
}

/// Set a new password by a mailed link
///
/// Works once. Every session of the account ends, and none is opened.
#[utoipa::path(
    post, path = "/api/v1/auth/password-reset/confirm", tag = "auth",
    request_body = ResetPasswordBody,
    responses(
        (status = 204, description = "The password is set; log in now."),
        MailedTokenProblems, LimitProblems,
    )
)]
pub(crate) async fn reset_password(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    fields: Fields,
    admission: Admission,
) -> Result<Admitted, Problem> {
    let passwords = bookplate.policy().passwords;
    let command = read_off_worker(move || read(passwords, fields, client)).await?;
    let reset = async {
        bookplate.users.reset_password(command).await?;
        Ok(HttpResponse::NoContent().finish())
    };
    admission.admit(reset).await
}

fn read(
    passwords: PasswordPolicy,
    mut fields: Fields,
    client: Client,
) -> Result<ResetPassword, Problem> {
    let token = fields.text("token", |text| Ok(SecretString::from(text)));
    let password = read_new_password(&mut fields, passwords, None);
    fields.finish(|| Some(ResetPassword { token: token?, password: password?, client }))
}
