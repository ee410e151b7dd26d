use bookplate_domain::identities::{CodeVerifier, OneTimeCode};
use secrecy::SecretString;
use serde::Serialize;
use utoipa::ToSchema;

use super::Fields;

/// A one-time code, and what it is bound to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct OneTimeCodeBody {
    /// The code that the browser brought from the provider.
    #[schema(example = "bp_oc_…")]
    code: String,
    /// The random text whose SHA-256 was given at the start: 43 to 128 unreserved characters
    /// (RFC 7636, 4.1).
    #[schema(format = Password, min_length = 43, max_length = 128,
        pattern = "^[A-Za-z0-9._~-]{43,128}$", example = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")]
    code_verifier: String,
}

/// Reads both fields; whether the code is one of ours is judged later.
pub(crate) fn read_code(fields: &mut Fields) -> Option<OneTimeCode> {
    let code = fields.text("code", |text| Ok(SecretString::from(text)));
    let verifier = fields.text("codeVerifier", CodeVerifier::parse);
    Some(OneTimeCode { code: code?, verifier: verifier? })
}
