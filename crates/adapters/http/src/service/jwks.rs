use actix_web::{HttpResponse, http::header, web::Data};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bookplate_domain::{
    Bookplate,
    sessions::{PublicKey, SigningKey},
};
use serde::Serialize;
use utoipa::ToSchema;

/// The keys that verify access tokens (RFC 7517).
#[derive(Serialize, ToSchema)]
#[schema(as = JwkSet)]
pub(crate) struct JwkSetView {
    keys: Vec<JwkView>,
}

/// One Ed25519 key (RFC 8037).
#[derive(Serialize, ToSchema)]
#[schema(as = Jwk)]
pub(crate) struct JwkView {
    /// Always `OKP`.
    kty: &'static str,
    /// Always `Ed25519`.
    crv: &'static str,
    /// Always `EdDSA`.
    alg: &'static str,
    /// Always `sig`.
    #[serde(rename = "use")]
    usage: &'static str,
    /// Names the key in a token's header.
    kid: String,
    /// The public key, base64url.
    x: String,
}

impl From<PublicKey> for JwkView {
    fn from(key: PublicKey) -> Self {
        Self {
            kty: "OKP",
            crv: "Ed25519",
            alg: "EdDSA",
            usage: "sig",
            x: URL_SAFE_NO_PAD.encode(&key.x),
            kid: key.kid,
        }
    }
}

/// The keys that verify access tokens
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "service",
    responses((status = 200, description = "The public keys.", body = JwkSetView)))]
pub(crate) async fn jwks(bookplate: Data<Bookplate>) -> HttpResponse {
    let age = SigningKey::PUBLISHED_FOR.as_secs();
    let keys = bookplate.sessions.public_keys().into_iter().map(JwkView::from).collect();
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, format!("public, max-age={age}")))
        .json(JwkSetView { keys })
}
