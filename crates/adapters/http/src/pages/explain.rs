use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use bookplate_domain::shared::{FieldCode, Invalid};

use super::{
    link::{PastedLink, TypedName},
    texts::{NameTexts, PasswordTexts, Wait},
    visit::{Form, Visit},
};
use crate::problem::Problem;

/// Tells a visitor what is wrong, above the form that mends it.
pub(crate) fn explain(problem: &Problem, request: &HttpRequest) -> HttpResponse {
    let Ok(visit) = Visit::of(request) else {
        return problem.begin().finish();
    };
    let texts = visit.texts;
    let fault = |field: &str| {
        let mut errors = problem.errors().into_iter().flat_map(|errors| &errors.0);
        errors.find(|error| error.field == field).map(|error| &error.invalid)
    };
    let link_fault = fault("token").map(|_| texts.link.missing.to_owned());
    let name_fault = fault("name").map(|invalid| explain_name(invalid, &texts.name));
    let password_fault =
        fault("password").map(|invalid| explain_password(invalid, &texts.password));
    let fault_is_shown =
        [&link_fault, &name_fault, &password_fault].into_iter().any(Option::is_some);
    let problems = &texts.problems;
    let alert = match problem.code() {
        "VALIDATION_ERROR" if fault_is_shown => None,
        "INVALID_TOKEN" => Some(problems.link_spent.to_owned()),
        "TOKEN_EXPIRED" => Some(visit.page_texts().expired.to_owned()),
        "RATE_LIMIT_EXCEEDED" => {
            Some((problems.too_often)(Wait::of(problem.retry_after().unwrap_or_default())))
        }
        "SERVICE_UNAVAILABLE" => Some(problems.busy.to_owned()),
        "INTERNAL_ERROR" => Some(problems.failed.to_owned()),
        _ => Some(problems.not_understood.to_owned()),
    };
    // A link that does not work is asked for again; any other is kept.
    let asks_again =
        link_fault.is_some() || matches!(problem.code(), "INVALID_TOKEN" | "TOKEN_EXPIRED");
    let kept_link = if asks_again {
        None
    } else {
        request.extensions().get::<PastedLink>().map(|link| link.0.clone())
    };
    let kept_name = request.extensions().get::<TypedName>().map(|name| name.0.clone());
    let form = Form { kept_link, link_fault, kept_name, name_fault, password_fault, alert };
    visit.show(problem.begin(), form)
}

/// Why a name was refused.
fn explain_name(invalid: &Invalid, texts: &NameTexts) -> String {
    match invalid.code {
        FieldCode::Required => texts.missing.to_owned(),
        FieldCode::TooLong => (texts.too_long)(number(invalid, "max")),
        _ => texts.not_allowed.to_owned(),
    }
}

/// The policy's reason against a password.
fn explain_password(invalid: &Invalid, texts: &PasswordTexts) -> String {
    match invalid.code {
        FieldCode::Required => texts.missing.to_owned(),
        FieldCode::PasswordTooShort => (texts.too_short)(number(invalid, "min")),
        FieldCode::PasswordTooLong => (texts.too_long)(number(invalid, "max")),
        FieldCode::PasswordTooWeak => texts.too_weak.to_owned(),
        _ => texts.not_allowed.to_owned(),
    }
}

/// A number of the rule that was broken.
fn number(invalid: &Invalid, name: &str) -> u64 {
    let mut params = invalid.params.iter();
    params.find(|(param, _)| *param == name).map_or(0, |(_, value)| *value)
}
