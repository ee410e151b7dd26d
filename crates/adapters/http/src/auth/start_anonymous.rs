use actix_web::{HttpResponse, http::header, web::Data};
use bookplate_domain::{Bookplate, sessions::StartAnonymous, shared::Locale};
use utoipa::ToSchema;

use super::{
    measures::{self, Beginning},
    transport::hand_over,
};
use crate::{
    edge::{Languages, NamedClient, NoForeignPage},
    problem::Problem,
    wire::{
        AuthOutcome, BodyProblems, LimitProblems, OptionalFields, ProblemView, Transport,
        TransportWord,
    },
};

/// What a visit may ask for; the body may be missing.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct StartAnonymousBody {
    /// How the refresh token travels: `body` (if nothing is said) or `cookie`.
    transport: Option<TransportWord>,
}

/// Look around without an account
///
/// Makes a visitor: a user without an address, in the role `anonymous`, who is forgotten after being
/// away for long. Register or log in with the visitor's access token, and what is the visitor's
/// comes along. A page must be of an allowed origin.
#[utoipa::path(
    post, path = "/api/v1/auth/anonymous", tag = "auth", request_body = Option<StartAnonymousBody>,
    responses(
        (status = 201, description = "A visitor, signed in.", body = AuthOutcome),
        (status = 403, description = "Visitors are not let in here (`FORBIDDEN`); or the page is \
            of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`).", body = ProblemView, content_type = "application/problem+json"),
        BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn start_anonymous(
    bookplate: Data<Bookplate>,
    _: NoForeignPage,
    NamedClient(client): NamedClient,
    languages: Languages,
    OptionalFields(mut fields): OptionalFields,
) -> Result<HttpResponse, Problem> {
    let transport = Transport::read(&mut fields);
    let transport = fields.finish(|| transport)?;
    let locale = Locale { language: languages.into_first(), time_zone: None };
    let command = StartAnonymous { locale, client };
    let grant = bookplate.sessions.start_anonymous(command).await?;
    measures::started(Beginning::Visitor);
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, "/api/v1/users/me"));
    hand_over(answer, &grant.tokens, transport, AuthOutcome::new(&grant, transport))
}

#[cfg(test)]
mod tests;
