use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate, identities::ReauthenticateByProvider, roles::Permission, sessions::Reauthenticate,
    shared::Client, users::Password,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    edge::{RefreshCookie, RequestClient, SignedIn},
    problem::Problem,
    wire::{
        BodyProblems, CodeProblems, Fields, LimitProblems, OneTimeCodeBody, ProblemView,
        RefreshedView, Transport, read_code,
    },
};

/// The password, once more; or a one-time code of a provider whose identity is linked.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) enum ReauthenticateBody {
    /// The password.
    Password(PasswordBody),
    /// The code.
    Code(OneTimeCodeBody),
}

/// The password.
#[derive(Serialize, ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct PasswordBody {
    /// The password.
    #[schema(format = Password, min_length = 1, example = "correct horse battery staple")]
    password: String,
}

/// What the caller proves it with.
enum Proof {
    Password(Reauthenticate),
    Code(ReauthenticateByProvider),
}

impl Proof {
    fn read(mut fields: Fields, client: Client) -> Result<Self, Problem> {
        if fields.has("code") || fields.has("codeVerifier") {
            let code = read_code(&mut fields);
            return fields
                .finish(|| Some(Self::Code(ReauthenticateByProvider { code: code?, client })));
        }
        let password = fields.text("password", Password::parse);
        fields.finish(|| Some(Self::Password(Reauthenticate { password: password?, client })))
    }
}

/// Prove once more who I am
///
/// By the password, or by signing in at a linked provider once more and bringing the one-time code
/// here. Gives new tokens for the same session, with a fresh `auth_time`. Take both: the new access token
/// goes with the newest refresh token, which is another one if an answer to a refresh was lost.
///
/// If the cookie is there, from a page of an allowed origin, the refresh token does not stand in
/// the body. If it is the cookie of this session, it is set anew.
#[utoipa::path(
    post, path = "/api/v1/auth/reauthenticate", tag = "auth", request_body = ReauthenticateBody,
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnCredentials.as_str()))),
    responses(
        (status = 200, description = "Proven.", body = RefreshedView),
        (status = 401, description = "No credential (`UNAUTHORIZED`), or a wrong password, or an \
            identity that is not linked to the account (`INVALID_CREDENTIALS`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has \
            expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired \
            (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`); or there are two cookies \
            (`REFRESH_TOKEN_INVALID`).", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 403, description = "The caller may not do this (`FORBIDDEN`), or the cookie came \
            from a page of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`).",
            body = ProblemView, content_type = "application/problem+json"),
        BodyProblems, CodeProblems, LimitProblems,
    )
)]
pub(crate) async fn reauthenticate(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    RefreshCookie(cookie): RefreshCookie,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    let proof = Proof::read(fields, client)?;
    let session = caller.actor.session_id;
    let cookie_is_of_it = match &cookie {
        // That it cannot be asked now is no "no": the browser would keep a cookie that is out of
        // date.
        Some(cookie) => RefreshCookie::session(&bookplate, cookie).await? == Some(session),
        None => false,
    };
    let actor = &caller.actor;
    let grant = match proof {
        Proof::Password(command) => bookplate.sessions.reauthenticate(actor, command).await?,
        Proof::Code(command) => bookplate.identities.reauthenticate(actor, command).await?,
    };
    if cookie.is_none() {
        return Ok(HttpResponse::Ok().json(RefreshedView::new(&grant, Transport::Body)));
    }
    // A script could leave the cookie out and be given the token; but it would need the password,
    // with which it could log in as well.
    let mut answer = HttpResponse::Ok();
    if cookie_is_of_it {
        answer.insert_header(RefreshCookie::keep(&grant.tokens)?);
    }
    Ok(answer.json(RefreshedView::new(&grant, Transport::Cookie)))
}
