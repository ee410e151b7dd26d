use std::collections::BTreeMap;

use bookplate_domain::shared::InputErrors;
use serde::Serialize;
use utoipa::ToSchema;

/// Problem details (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProblemView {
    /// A name of this kind of problem.
    #[serde(rename = "type")]
    #[schema(example = "urn:bookplate:problem:validation-error")]
    pub(crate) kind: String,
    /// What the status says.
    #[schema(example = "Unprocessable Entity")]
    pub(crate) title: String,
    /// The status.
    #[schema(example = 422)]
    pub(crate) status: u16,
    /// A sentence for a person.
    #[schema(example = "Some fields are wrong.")]
    pub(crate) detail: String,
    /// What a client switches on.
    #[schema(example = "VALIDATION_ERROR")]
    pub(crate) code: String,
    /// Names the request in the service's log.
    pub(crate) request_id: String,
    /// Every wrong field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) errors: Option<Vec<FieldErrorView>>,
    /// Seconds until it may be tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retry_after: Option<u64>,
    /// The limit that was reached: its name in the configuration where tries are counted
    /// (`RATE_LIMIT_EXCEEDED`), else how much there may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<LimitView>,
}

/// A limit by its name, or as a number.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Limit)]
#[serde(untagged)]
pub(crate) enum LimitView {
    /// The name of a rule.
    Name(&'static str),
    /// How much there may be.
    Number(u64),
}

/// One wrong field.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FieldError)]
pub(crate) struct FieldErrorView {
    /// The path of the field.
    #[schema(example = "password")]
    field: String,
    /// What is wrong, as a word to switch on.
    #[schema(example = "PASSWORD_TOO_SHORT")]
    code: &'static str,
    /// A sentence for a person.
    #[schema(example = "the password is too short")]
    message: String,
    /// The numbers of the broken rule.
    params: BTreeMap<&'static str, u64>,
}

impl ProblemView {
    pub(crate) fn errors(errors: &InputErrors) -> Vec<FieldErrorView> {
        let view = |error: &bookplate_domain::shared::FieldError| FieldErrorView {
            field: error.field.clone(),
            code: error.invalid.code.as_str(),
            message: error.invalid.message.clone().into_owned(),
            params: error.invalid.params.iter().copied().collect(),
        };
        errors.0.iter().map(view).collect()
    }
}
