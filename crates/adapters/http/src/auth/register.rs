use actix_web::{HttpResponse, http::header, web::Data};
use bookplate_domain::{
    Bookplate,
    sessions::Actor,
    shared::{Client, Locale},
    users::{DisplayName, EmailAddress, PasswordPolicy, Register, Registered},
};
use utoipa::ToSchema;

use super::{
    measures::{self, Beginning},
    transport::hand_over,
};
use crate::{
    edge::{Admission, Admitted, AnyCaller, Languages, NamedClient, NoForeignPage},
    problem::Problem,
    wire::{
        AuthOutcome, BodyProblems, Fields, LimitProblems, ProblemView, Transport, TransportWord,
        VerificationRequiredView, read_off_worker,
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
    #[schema(format = Password, min_length = 8, example = "correct horse battery staple")]
    password: String,
    /// How the refresh token travels where the account is signed in at once: `body` (if nothing is
    /// said) or `cookie`.
    transport: Option<TransportWord>,
}

/// Register an account
///
/// Where verification is required, a mail with a link is sent and the answer is the same whether
/// the address has an account or not. Where it is optional, the account is signed in at once.
/// A page must be of an allowed origin. A visitor who registers with the own access token becomes the
/// user when the mailbox is proven, and stays a visitor until then.
/// Mails are written in the most preferred language of `Accept-Language`, as far as it is known.
#[utoipa::path(
    post, path = "/api/v1/auth/register", tag = "auth", request_body = RegisterBody,
    security((), ("accessToken" = [])),
    responses(
        (status = 202, description = "A mail is on its way.", body = VerificationRequiredView),
        (status = 201, description = "Signed in; verification is optional here.", body = AuthOutcome),
        (status = 403, description = "Nobody may register here (`REGISTRATION_DISABLED`); or the \
            page is of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`).", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 409, description = "The address has an account (`EMAIL_EXISTS`); only where \
            verification is optional.",
            body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No access token is fine, but not one that is none \
            (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that \
            has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`).", body = ProblemView,
            content_type = "application/problem+json"),
        BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn register(
    bookplate: Data<Bookplate>,
    _: NoForeignPage,
    NamedClient(client): NamedClient,
    languages: Languages,
    AnyCaller(caller): AnyCaller,
    fields: Fields,
    admission: Admission,
) -> Result<Admitted, Problem> {
    let locale = Locale { language: languages.into_first(), time_zone: None };
    let passwords = bookplate.policy().passwords;
    let visitor = caller.map(|caller| caller.actor);
    let read = move || read(passwords, fields, locale, visitor, client);
    let (command, transport) = read_off_worker(read).await?;
    let register = async { present(bookplate.users.register(command).await?, transport) };
    admission.admit(register).await
}

fn read(
    passwords: PasswordPolicy,
    mut fields: Fields,
    locale: Locale,
    visitor: Option<Actor>,
    client: Client,
) -> Result<(Register, Transport), Problem> {
    let email = fields.text("email", EmailAddress::parse);
    let name = fields.text("name", DisplayName::parse);
    let password =
        fields.text("password", |text| passwords.judge(text, email.as_ref(), name.as_ref()));
    let transport = Transport::read(&mut fields);
    fields.finish(|| {
        let (email, name, password) = (email?, name?, password?);
        Some((Register { email, name, locale, password, visitor, client }, transport?))
    })
}

fn present(registered: Registered, transport: Transport) -> Result<HttpResponse, Problem> {
    match registered {
        Registered::VerificationRequired { email, resend_after } => Ok(HttpResponse::Accepted()
            .json(VerificationRequiredView {
                status: "verification_required",
                email: email.written().to_owned(),
                resend_after: resend_after.as_secs(),
            })),
        Registered::SignedIn(grant) => {
            measures::started(Beginning::Registration);
            let mut answer = HttpResponse::Created();
            answer.insert_header((header::LOCATION, "/api/v1/users/me"));
            hand_over(answer, &grant.tokens, transport, AuthOutcome::new(&grant, transport))
        }
    }
}

#[cfg(test)]
mod tests;
