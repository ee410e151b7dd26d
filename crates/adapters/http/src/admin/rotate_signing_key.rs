use actix_web::{HttpResponse, http::header, web::Data};
use bookplate_domain::{Bookplate, roles::Permission, sessions::RotateSigningKey};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::GuardProblems,
};

/// The key that will sign next.
#[derive(Serialize, ToSchema)]
#[schema(as = SigningKey)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SigningKeyView {
    /// Names the key in the published keys and in a token's header.
    kid: String,
    /// When it was made, and published. RFC 3339, UTC.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it begins to sign. RFC 3339, UTC.
    #[schema(format = DateTime)]
    active_at: String,
}

/// Sign with another key from now on
///
/// The key is published at once and signs some minutes later, when every verifier has it. If one
/// waits already, that is it. Nobody is signed out.
#[utoipa::path(
    post, path = "/api/v1/admin/keys/rotate", tag = "admin", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageSigningKeys.as_str()))),
    responses(
        (status = 201, description = "The key that will sign next.", body = SigningKeyView),
        GuardProblems,
    )
)]
pub(crate) async fn rotate_signing_key(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
) -> Result<HttpResponse, Problem> {
    let command = RotateSigningKey { client };
    let key = bookplate.sessions.rotate_signing_key(Some(&caller.actor), command).await?;
    let view = SigningKeyView {
        kid: key.kid,
        created_at: key.created_at.to_string(),
        active_at: key.active_at.to_string(),
    };
    let location = (header::LOCATION, "/.well-known/jwks.json");
    Ok(HttpResponse::Created().insert_header(location).json(view))
}
