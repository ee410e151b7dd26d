use std::collections::BTreeMap;

use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    shared::Invalid,
    users::{DisplayName, EmailAddress, PasswordPolicy, RatedPassword},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    problem::Problem,
    wire::{BodyProblems, Fields, LimitProblems, read_off_worker},
};

/// A password that somebody thinks of, and whose it would be.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct PasswordStrengthBody {
    /// The password as it has been typed so far.
    #[schema(format = Password, example = "correct horse battery staple")]
    password: String,
    /// The owner's address, which an attacker would try first. What is no address yet counts for
    /// nothing.
    #[schema(example = "ada@example.com")]
    email: Option<String>,
    /// The owner's name, for the same reason.
    #[schema(example = "Ada Lovelace")]
    name: Option<String>,
}

/// What the service thinks of a password.
#[derive(Serialize, ToSchema)]
#[schema(as = PasswordStrength)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PasswordStrengthView {
    /// How hard it is to guess, from 0 to 4. What is empty, too long or has a NUL is not estimated and
    /// has 0.
    #[schema(maximum = 4, example = 4)]
    score: u8,
    /// The least score that is accepted.
    #[schema(maximum = 4, example = 3)]
    min_score: u8,
    /// Whether it would be accepted.
    acceptable: bool,
    /// Why not; null if it would be accepted.
    problem: Option<PasswordProblemView>,
}

/// Why a password would not be accepted: what `errors` would say of the field.
#[derive(Serialize, ToSchema)]
#[schema(as = PasswordProblem)]
pub(crate) struct PasswordProblemView {
    /// What is wrong, as a word to switch on.
    #[schema(example = "PASSWORD_TOO_SHORT")]
    code: &'static str,
    /// A sentence for a person.
    #[schema(example = "the password is too short")]
    message: String,
    /// The numbers of the broken rule.
    params: BTreeMap<&'static str, u64>,
}

impl From<Invalid> for PasswordProblemView {
    fn from(invalid: Invalid) -> Self {
        Self {
            code: invalid.code.as_str(),
            message: invalid.message.into_owned(),
            params: invalid.params.into_iter().collect(),
        }
    }
}

/// Ask how strong a password is
///
/// The answer is the one that registering, or setting a new password, would give, so that a form can
/// show it while somebody types. The password is neither kept nor logged, and the address is not
/// looked up.
#[utoipa::path(
    post, path = "/api/v1/auth/password-strength", tag = "auth", request_body = PasswordStrengthBody,
    responses(
        (status = 200, description = "What is thought of it, be it good or bad.",
            body = PasswordStrengthView),
        BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn rate_password(
    bookplate: Data<Bookplate>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    let passwords = bookplate.policy().passwords;
    let rated = read_off_worker(move || read(passwords, fields)).await?;
    Ok(HttpResponse::Ok().json(PasswordStrengthView {
        score: rated.score,
        min_score: passwords.min_score,
        acceptable: rated.verdict.is_ok(),
        problem: rated.verdict.err().map(PasswordProblemView::from),
    }))
}

fn read(passwords: PasswordPolicy, mut fields: Fields) -> Result<RatedPassword, Problem> {
    // Registering judges the password without what is wrong itself, and so does this.
    let email = fields.optional_text("email", |text| Ok(EmailAddress::parse(text).ok()));
    let name = fields.optional_text("name", |text| Ok(DisplayName::parse(text).ok()));
    let (email, name) = (email.flatten().flatten(), name.flatten().flatten());
    let rated =
        fields.text("password", |text| Ok(passwords.rate(text, email.as_ref(), name.as_ref())));
    fields.finish(|| rated)
}
