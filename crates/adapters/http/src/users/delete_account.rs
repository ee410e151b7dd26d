use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission};

use crate::{
    edge::{RefreshCookie, RequestClient, SignedIn},
    problem::Problem,
    wire::{CallerProblems, LastAdminProblems, ProblemView},
};

/// Delete my account
///
/// At once and for good, with everything that belongs to it; the address is free again. The
/// password must have been proven within ten minutes. If a page of an allowed origin sent the
/// cookie of the account along, it is taken away.
#[utoipa::path(
    delete, path = "/api/v1/users/me", tag = "users", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::DeleteOwnAccount.as_str()))),
    responses(
        (status = 204, description = "There is no such account any more."),
        (status = 403, description = "The caller may not do this (`FORBIDDEN`), the last proof of \
            the password is too old (`REAUTH_REQUIRED`), or the cookie came from a page of an \
            origin that is not allowed (`ORIGIN_NOT_ALLOWED`).",
            body = ProblemView, content_type = "application/problem+json"),
        LastAdminProblems, CallerProblems,
        (status = 401, description = "No credential (`UNAUTHORIZED`); or an access token that is none \
            (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that \
            has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`); or there are two \
            cookies (`REFRESH_TOKEN_INVALID`).", body = ProblemView,
            content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_account(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    RefreshCookie(cookie): RefreshCookie,
) -> Result<HttpResponse, Problem> {
    bookplate.users.delete_account(&caller.actor, &client).await?;
    let mut answer = HttpResponse::NoContent();
    if let Some(token) = cookie {
        // The cookie of somebody else, who uses the same browser, goes on working.
        if let Ok(None) = RefreshCookie::session(&bookplate, &token).await {
            answer.insert_header(RefreshCookie::forget());
        }
    }
    Ok(answer.finish())
}
