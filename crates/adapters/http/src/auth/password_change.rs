use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    roles::Permission,
    users::{ChangePassword, Password},
};
use secrecy::SecretString;
use utoipa::ToSchema;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{BodyProblems, Fields, LimitProblems, ProblemView},
};

/// The password until now and from now on.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct ChangePasswordBody {
    /// The password until now.
    #[schema(format = Password, min_length = 1, example = "correct horse battery staple")]
    current_password: String,
    /// At least 8 characters, at most 71 bytes, and not easily guessed.
    #[schema(format = Password, min_length = 8, example = "another horse battery staple")]
    new_password: String,
}

/// Set a new password with the old one
///
/// Every other session of the account ends.
#[utoipa::path(
    post, path = "/api/v1/auth/password-change", tag = "auth", request_body = ChangePasswordBody,
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnCredentials.as_str()))),
    responses(
        (status = 204, description = "The password is set."),
        (status = 401, description = "No credential (`UNAUTHORIZED`), or a wrong password \
            (`INVALID_CREDENTIALS`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has \
            expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired \
            (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`).", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 403, description = "The caller may not do this (`FORBIDDEN`).",
            body = ProblemView, content_type = "application/problem+json"),
        BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn change_password(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let current = fields.text("currentPassword", Password::parse);
    let new = fields.text("newPassword", |text| Ok(SecretString::from(text)));
    let command =
        fields.finish(|| Some(ChangePassword { current: current?, new: new?, client }))?;
    bookplate.users.change_password(&caller.actor, command).await?;
    Ok(HttpResponse::NoContent().finish())
}
