use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    sessions::LogIn,
    users::{EmailAddress, Password},
};
use utoipa::ToSchema;

use super::{
    measures::{self, Beginning},
    transport::hand_over,
};
use crate::{
    edge::{AnyCaller, NamedClient, NoForeignPage},
    problem::Problem,
    wire::{
        AuthOutcome, BodyProblems, Fields, LimitProblems, ProblemView, Transport, TransportWord,
    },
};

/// What logging in asks for.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct LogInBody {
    /// The address, in any spelling.
    #[schema(format = Email, example = "ada@example.com")]
    email: String,
    /// The password.
    #[schema(format = Password, min_length = 1, example = "correct horse battery staple")]
    password: String,
    /// How the refresh token travels: `body` (if nothing is said) or `cookie`.
    transport: Option<TransportWord>,
}

/// Log in
///
/// A page must be of an allowed origin. With the transport `cookie`, the refresh token stands in a
/// cookie that no script reads, and not in the body. What is a visitor's comes along who logs in with
/// the own access token; the visitor is gone then.
///
/// After some wrong passwords in a row for one address, wherever they were given, the next is not
/// looked at for a while, which grows: the answer is 429, and `limit` is `failed_passwords`. A new
/// password by a mailed link ends that at once.
#[utoipa::path(
    post, path = "/api/v1/auth/login", tag = "auth", request_body = LogInBody,
    security((), ("accessToken" = [])),
    responses(
        (status = 200, description = "Signed in.", body = AuthOutcome),
        (status = 401, description = "The address or the password is wrong \
            (`INVALID_CREDENTIALS`). No access token is fine, but not one that is none \
            (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that \
            has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`).", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 403, description = "The password is right, but the mailbox is not proven \
            (`EMAIL_NOT_VERIFIED`), or the account is suspended (`ACCOUNT_SUSPENDED`); or the page \
            is of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`).",
            body = ProblemView, content_type = "application/problem+json"),
        BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn log_in(
    bookplate: Data<Bookplate>,
    _: NoForeignPage,
    NamedClient(client): NamedClient,
    AnyCaller(caller): AnyCaller,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let email = fields.text("email", EmailAddress::parse);
    let password = fields.text("password", Password::parse);
    let visitor = caller.map(|caller| caller.actor);
    let transport = Transport::read(&mut fields);
    let read = || Some((LogIn { email: email?, password: password?, visitor, client }, transport?));
    let (command, transport) = fields.finish(read)?;
    let grant = bookplate.sessions.log_in(command).await?;
    measures::started(Beginning::LogIn);
    let outcome = AuthOutcome::new(&grant, transport);
    hand_over(HttpResponse::Ok(), &grant.tokens, transport, outcome)
}
