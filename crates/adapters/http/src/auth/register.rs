use actix_web::{
    HttpResponse,
    web::{self, Data},
};
use bookplate_domain::{
    Bookplate,
    shared::{Client, Locale},
    users::{DisplayName, EmailAddress, PasswordPolicy, Register, Registered},
};
use utoipa::ToSchema;

use super::transport::read_transport;
use crate::{
    edge::{Languages, RequestClient},
    problem::Problem,
    wire::{
        AuthOutcome, BodyProblems, Fields, LimitProblems, ProblemView, VerificationRequiredView,
    },
};

/// What registering asks for.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct RegisterBody {
    /// The address; it will be proven by mail.
    #[schema(format = Email, example = "ada@example.com")]
    email: String,
    /// What you want to be called.
    #[schema(min_length = 1, max_length = 100, example = "Ada Lovelace")]
    name: String,
    /// At least 8 characters, at most 71 bytes, and not easily guessed.
    #[schema(format = Password, example = "correct horse battery staple")]
    password: String,
    /// How the refresh token travels: `body`.
    transport: Option<String>,
}

/// Register an account
///
/// Where verification is required, a mail with a link is sent and the answer is the same whether
/// the address has an account or not. Where it is optional, the account is signed in at once.
/// Mails are written in the most preferred language of `Accept-Language`, as far as it is known.
#[utoipa::path(
    post, path = "/api/v1/auth/register", tag = "auth", request_body = RegisterBody,
    responses(
        (status = 202, description = "A mail is on its way.", body = VerificationRequiredView),
        (status = 201, description = "Signed in; verification is optional here.", body = AuthOutcome),
        (status = 403, description = "Nobody may register here.", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 409, description = "The address has an account; only where verification is optional.",
            body = ProblemView, content_type = "application/problem+json"),
        BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn register(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    languages: Languages,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    let locale = Locale { language: languages.into_first(), time_zone: None };
    // Estimating a password's strength takes up to some tens of milliseconds: not on a thread that
    // has others to answer.
    let passwords = bookplate.policy().passwords;
    let command = web::block(move || read(passwords, fields, locale, client)).await;
    let command = command.map_err(Problem::internal)??;
    Ok(present(bookplate.users.register(command).await?))
}

fn read(
    passwords: PasswordPolicy,
    mut fields: Fields,
    locale: Locale,
    client: Client,
) -> Result<Register, Problem> {
    let email = fields.text("email", EmailAddress::parse);
    let name = fields.text("name", DisplayName::parse);
    let password =
        fields.text("password", |text| passwords.judge(text, email.as_ref(), name.as_ref()));
    read_transport(&mut fields);
    fields.finish(|| {
        Some(Register { email: email?, name: name?, locale, password: password?, client })
    })
}

fn present(registered: Registered) -> HttpResponse {
    match registered {
        Registered::VerificationRequired { email, resend_after } => {
            HttpResponse::Accepted().json(VerificationRequiredView {
                status: "verification_required",
                email: email.written().to_owned(),
                resend_after: resend_after.as_secs(),
            })
        }
        Registered::SignedIn(grant) => HttpResponse::Created()
            .insert_header(("location", "/api/v1/users/me"))
            .json(AuthOutcome::from(grant.as_ref())),
    }
}

#[cfg(test)]
mod tests;
