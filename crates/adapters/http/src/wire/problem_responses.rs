//! What can go wrong on many routes, for the OpenAPI document.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses, ToSchema,
    openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder},
};

use super::ProblemView;

/// What can be wrong with any body.
pub(crate) struct BodyProblems;

impl IntoResponses for BodyProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("400", "The body cannot be parsed."),
            ("408", "The body took too long to arrive."),
            ("413", "The body is too large."),
            ("415", "The body is not JSON."),
            ("422", "Some fields are wrong; all are named."),
            ("503", "Too busy, or not complete; try again."),
        ])
    }
}

/// What can be wrong with a body that carries a mailed token.
pub(crate) struct MailedTokenProblems;

impl IntoResponses for MailedTokenProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = BodyProblems::responses();
        responses.extend(problems(&[(
            "400",
            "The token is unknown or was used (`INVALID_TOKEN`), or has expired \
             (`TOKEN_EXPIRED`); or the body cannot be parsed (`MALFORMED_REQUEST`).",
        )]));
        responses
    }
}

/// Too many tries.
pub(crate) struct LimitProblems;

impl IntoResponses for LimitProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[("429", "Tried too often.")])
    }
}

/// What can be wrong with a caller.
pub(crate) struct CallerProblems;

impl IntoResponses for CallerProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("401", "No credential, or a bad one."),
            ("503", "Too busy, or not complete; try again."),
        ])
    }
}

fn problems(list: &[(&str, &str)]) -> BTreeMap<String, RefOr<Response>> {
    let content = || {
        let schema = Ref::from_schema_name(ProblemView::name());
        ContentBuilder::new().schema(Some(schema)).build()
    };
    let response = |description: &str| {
        ResponseBuilder::new()
            .description(description)
            .content("application/problem+json", content())
            .build()
    };
    list.iter().map(|(status, text)| ((*status).to_owned(), response(text).into())).collect()
}
