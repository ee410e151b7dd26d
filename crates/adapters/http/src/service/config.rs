use actix_web::{HttpResponse, http::header, web::Data};
use bookplate_domain::{
    Bookplate, EmailVerification, Policy,
    users::{DisplayName, NewPassword},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What a front end must know.
#[derive(Serialize, ToSchema)]
#[schema(as = PublicConfig)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PublicConfigView {
    registration: RegistrationView,
    passwords: PasswordRulesView,
    names: NameRulesView,
}

/// Who may have an account.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistrationConfig)]
#[serde(rename_all = "camelCase")]
struct RegistrationView {
    /// Whether anybody may register.
    open: bool,
    /// `required` or `optional`.
    email_verification: &'static str,
}

/// What a new password must be.
#[derive(Serialize, ToSchema)]
#[schema(as = PasswordRules)]
#[serde(rename_all = "camelCase")]
struct PasswordRulesView {
    /// In characters.
    min_length: usize,
    /// In bytes of UTF-8, after NFKC.
    max_bytes: usize,
    /// The least score by zxcvbn, 0 to 4.
    min_score: u8,
}

/// What a name must be.
#[derive(Serialize, ToSchema)]
#[schema(as = NameRules)]
#[serde(rename_all = "camelCase")]
struct NameRulesView {
    /// In characters.
    max_length: usize,
}

/// What a front end must know
#[utoipa::path(get, path = "/api/v1/config", tag = "service",
    responses((status = 200, description = "The rules of this service.", body = PublicConfigView)))]
pub(crate) async fn config(bookplate: Data<Bookplate>) -> HttpResponse {
    let Policy { registration, passwords, .. } = bookplate.policy();
    let email_verification = match registration.verification {
        EmailVerification::Required => "required",
        EmailVerification::Optional => "optional",
    };
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=60")).json(
        PublicConfigView {
            registration: RegistrationView { open: registration.open, email_verification },
            passwords: PasswordRulesView {
                min_length: passwords.min_length,
                max_bytes: NewPassword::MAX_BYTES,
                min_score: passwords.min_score,
            },
            names: NameRulesView { max_length: DisplayName::MAX_CHARS },
        },
    )
}
