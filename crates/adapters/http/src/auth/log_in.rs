use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    sessions::LogIn,
    users::{EmailAddress, Password},
};
use utoipa::ToSchema;

use super::transport::read_transport;
use crate::{
    edge::RequestClient,
    problem::Problem,
    wire::{AuthOutcome, BodyProblems, Fields, LimitProblems, ProblemView},
};

/// What logging in asks for.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct LogInBody {
    /// The address, in any spelling.
    #[schema(format = Email, example = "ada@example.com")]
    email: String,
    /// The password.
    #[schema(format = Password, example = "correct horse battery staple")]
    password: String,
    /// How the refresh token travels: `body`.
    transport: Option<String>,
}

/// Log in
#[utoipa::path(
    post, path = "/api/v1/auth/login", tag = "auth", request_body = LogInBody,
    responses(
        (status = 200, description = "Signed in.", body = AuthOutcome),
        (status = 401, description = "The address or the password is wrong.", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 403, description = "The password is right, but the mailbox is not proven.",
            body = ProblemView, content_type = "application/problem+json"),
        BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn log_in(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let email = fields.text("email", EmailAddress::parse);
    let password = fields.text("password", Password::parse);
    read_transport(&mut fields);
    let command = fields.finish(|| Some(LogIn { email: email?, password: password?, client }))?;
    let grant = bookplate.sessions.log_in(command).await?;
    Ok(HttpResponse::Ok().json(AuthOutcome::from(&grant)))
}
