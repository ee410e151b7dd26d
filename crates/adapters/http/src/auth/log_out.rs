use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, sessions::LogOut, shared::Client};
use secrecy::SecretString;
use utoipa::ToSchema;

use super::transport::{one_of, read_refresh_token};
use crate::{
    edge::{Bearer, RefreshCookie, RequestClient},
    problem::Problem,
    wire::{BodyProblems, OptionalFields, OriginProblems, ProblemView},
};

/// What logging out takes; an access token in the header or the cookie does as well.
#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct LogOutBody {
    /// Any refresh token of the session, spent or not.
    refresh_token: Option<String>,
    /// Whether to end every session of the user.
    everywhere: Option<bool>,
}

/// Log out
///
/// Ends the sessions that the refresh token and the access token are of, or all of the user's. A
/// credential that is dead already is answered like a live one, and ends nothing else. A cookie is
/// taken away whatever comes of it, if a page of an allowed origin sent it.
#[utoipa::path(
    post, path = "/api/v1/auth/logout", tag = "auth", request_body = Option<LogOutBody>,
    security((), ("accessToken" = []), ("refreshCookie" = [])),
    responses(
        (status = 204, description = "Logged out."),
        (status = 401, description = "There is no credential at all (`UNAUTHORIZED`); or \
            the header has no access token (`ACCESS_TOKEN_INVALID`), or there are two cookies \
            (`REFRESH_TOKEN_INVALID`).", body = ProblemView,
            content_type = "application/problem+json"),
        BodyProblems, OriginProblems,
    )
)]
pub(crate) async fn log_out(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    RefreshCookie(cookie): RefreshCookie,
    bearer: Result<Bearer, Problem>,
    fields: Result<OptionalFields, Problem>,
) -> Result<HttpResponse, Problem> {
    let by_cookie = cookie.is_some();
    let read = || read(client, cookie, bearer?, fields?);
    let ended = match read() {
        Ok(command) => bookplate.sessions.log_out(command).await.map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    let mut answer = HttpResponse::NoContent();
    if by_cookie {
        ended.map_err(Problem::forgetting_the_cookie)?;
        answer.insert_header(RefreshCookie::forget());
    } else {
        ended?;
    }
    Ok(answer.finish())
}

fn read(
    client: Client,
    cookie: Option<SecretString>,
    Bearer(access_token): Bearer,
    OptionalFields(mut fields): OptionalFields,
) -> Result<LogOut, Problem> {
    let token = read_refresh_token(&mut fields);
    let everywhere = fields.optional_bool("everywhere");
    let (token, everywhere) = fields.finish(|| Some((token?, everywhere?)))?;
    Ok(LogOut {
        refresh_token: one_of(token, cookie)?.map(|(token, _)| token),
        access_token: access_token.map(SecretString::from),
        everywhere: everywhere.unwrap_or(false),
        client,
    })
}
