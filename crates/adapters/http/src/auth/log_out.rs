use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    sessions::{LogOut, SessionError},
};
use utoipa::ToSchema;

use super::transport::read_optional_refresh_token;
use crate::{
    edge::{Bearer, RequestClient},
    openapi::BodyProblems,
    problem::Problem,
    wire::{OptionalFields, ProblemView},
};

/// What logging out takes; an access token in the header does as well.
#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(
    dead_code,
    reason = "the shape for the document; the fields are read one by one"
)]
pub(crate) struct LogOutBody {
    /// Any refresh token of the session, spent or not.
    refresh_token: Option<String>,
}

/// Log out
///
/// Ends the session of the refresh token, or else of the access token. A credential that is dead
/// already is answered like a live one.
#[utoipa::path(
    post, path = "/api/v1/auth/logout", tag = "auth", request_body = Option<LogOutBody>,
    security((), ("accessToken" = [])),
    responses(
        (status = 204, description = "Logged out."),
        (status = 401, description = "There is no credential at all.", body = ProblemView,
            content_type = "application/problem+json"),
        BodyProblems,
    )
)]
pub(crate) async fn log_out(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    bearer: Bearer,
    OptionalFields(mut fields): OptionalFields,
) -> Result<HttpResponse, Problem> {
    let refresh_token = read_optional_refresh_token(&mut fields);
    let refresh_token = fields.finish(|| refresh_token)?;
    let command = match (refresh_token, bearer.0) {
        (Some(token), _) => Some(LogOut::ByRefreshToken(token)),
        (None, Some(token)) => by_access_token(&bookplate, &token).await?,
        (None, None) => return Err(Problem::unauthorized()),
    };
    if let Some(command) = command {
        bookplate.sessions.log_out(command, &client).await?;
    }
    Ok(HttpResponse::NoContent().finish())
}

/// What an access token can end: nothing, if it is dead already.
async fn by_access_token(bookplate: &Bookplate, token: &str) -> Result<Option<LogOut>, Problem> {
    match bookplate.sessions.authenticate(token).await {
        Ok(caller) => Ok(Some(LogOut::ByActor(caller.actor))),
        Err(SessionError::AccessToken(_) | SessionError::Revoked | SessionError::Expired) => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
