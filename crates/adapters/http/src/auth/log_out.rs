use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, sessions::LogOut};
use secrecy::SecretString;
use utoipa::ToSchema;

use super::transport::read_optional_refresh_token;
use crate::{
    edge::{Bearer, RequestClient},
    problem::Problem,
    wire::{BodyProblems, OptionalFields, ProblemView},
};

/// What logging out takes; an access token in the header does as well.
#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct LogOutBody {
    /// Any refresh token of the session, spent or not.
    refresh_token: Option<String>,
}

/// Log out
///
/// Ends the sessions that the refresh token and the access token are of. A credential that is dead
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
    Bearer(access_token): Bearer,
    OptionalFields(mut fields): OptionalFields,
) -> Result<HttpResponse, Problem> {
    let refresh_token = read_optional_refresh_token(&mut fields);
    let access_token = access_token.map(SecretString::from);
    let command =
        fields.finish(|| Some(LogOut { refresh_token: refresh_token?, access_token, client }))?;
    bookplate.sessions.log_out(command).await?;
    Ok(HttpResponse::NoContent().finish())
}
