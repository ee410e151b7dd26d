//! What can go wrong on many routes, for the OpenAPI document. Where a status has several codes, the
//! description names those that there can be.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses,
    openapi::{RefOr, Response},
};

use crate::openapi::problem;

/// What is wrong with an access token.
const BAD_CREDENTIAL: &str = "No credential (`UNAUTHORIZED`); or an access token that is none \
    (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has \
    expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`).";

/// What is wrong with what a body says.
const WRONG_FIELDS: &str = "Some fields are wrong; all are named (`VALIDATION_ERROR`).";

/// What can be wrong with any body.
pub(crate) struct BodyProblems;

impl IntoResponses for BodyProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("400", "The request cannot be understood (`MALFORMED_REQUEST`)."),
            ("408", "The body took too long to arrive."),
            ("413", "The body is too large."),
            ("415", "The body is not JSON."),
            ("422", WRONG_FIELDS),
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
             (`TOKEN_EXPIRED`); or the request cannot be understood (`MALFORMED_REQUEST`).",
        )]));
        responses
    }
}

/// What can be wrong with a body that carries a one-time code.
pub(crate) struct CodeProblems;

impl IntoResponses for CodeProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[(
            "400",
            "The code is unknown, was used, is older than a minute, or belongs to another \
             `codeVerifier` (`INVALID_TOKEN`); or the request cannot be understood \
             (`MALFORMED_REQUEST`).",
        )])
    }
}

/// What can be wrong with the name of a provider in a path.
pub(crate) struct ProviderProblems;

impl IntoResponses for ProviderProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("404", "There is no such provider, or none is linked."),
            ("503", "Too busy, or not complete; try again."),
        ])
    }
}

/// What can be wrong with a body that carries a visitor's access token.
pub(crate) struct VisitorTokenProblems;

impl IntoResponses for VisitorTokenProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = BodyProblems::responses();
        responses.extend(problems(&[(
            "400",
            "The token is none of a visitor who is signed in (`INVALID_TOKEN`), or has expired \
             (`TOKEN_EXPIRED`); or the request cannot be understood (`MALFORMED_REQUEST`).",
        )]));
        responses
    }
}

/// What can be wrong with asking.
pub(crate) struct AskingProblems;

impl IntoResponses for AskingProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[(
            "429",
            "A visitor has asked enough for a day (`ANONYMOUS_LIMIT_REACHED`), or messages are \
             written too often (`RATE_LIMIT_EXCEEDED`).",
        )])
    }
}

/// Too many tries.
pub(crate) struct LimitProblems;

impl IntoResponses for LimitProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[("429", "Done or tried too often (`RATE_LIMIT_EXCEEDED`).")])
    }
}

/// What can be wrong with a caller.
pub(crate) struct CallerProblems;

impl IntoResponses for CallerProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[("401", BAD_CREDENTIAL), ("503", "Too busy, or not complete; try again.")])
    }
}

/// What can be wrong with a caller who must be allowed to do something.
pub(crate) struct GuardProblems;

impl IntoResponses for GuardProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = CallerProblems::responses();
        responses.extend(problems(&[("403", "The caller may not do this (`FORBIDDEN`).")]));
        responses
    }
}

/// What can be wrong with a cookie that came along.
pub(crate) struct OriginProblems;

impl IntoResponses for OriginProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[(
            "403",
            "The cookie came from a page of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`).",
        )])
    }
}

/// What can be wrong with a caller who must have proven the password a short while ago.
pub(crate) struct FreshProofProblems;

impl IntoResponses for FreshProofProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = CallerProblems::responses();
        responses.extend(problems(&[(
            "403",
            "The caller may not do this (`FORBIDDEN`), or the last proof of the password is too \
             old (`REAUTH_REQUIRED`).",
        )]));
        responses
    }
}

/// What can be wrong with the query string of a list.
pub(crate) struct ListProblems;

impl IntoResponses for ListProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            (
                "400",
                "The cursor is not of this list (`INVALID_CURSOR`), or a parameter stands twice \
                 (`MALFORMED_REQUEST`).",
            ),
            ("422", "Some parameters are wrong; all are named (`VALIDATION_ERROR`)."),
        ])
    }
}

/// What can be wrong with a query string that asks for no list.
pub(crate) struct QueryProblems;

impl IntoResponses for QueryProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("400", "A parameter stands twice (`MALFORMED_REQUEST`)."),
            ("422", "Some parameters are wrong; all are named (`VALIDATION_ERROR`)."),
        ])
    }
}

/// What can be wrong with a body that may say more than is kept.
pub(crate) struct StorageProblems;

impl IntoResponses for StorageProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[(
            "422",
            "Some fields are wrong; all are named (`VALIDATION_ERROR`). Or it is more than is kept \
             (`LIMIT_EXCEEDED`).",
        )])
    }
}

/// What can be wrong with the key of other services.
pub(crate) struct KeyProblems;

impl IntoResponses for KeyProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("401", "Not the key (`UNAUTHORIZED`)."),
            ("503", "Too busy, or not complete; try again."),
        ])
    }
}

/// What can be wrong with what a caller acts on.
pub(crate) struct TargetProblems;

impl IntoResponses for TargetProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[("404", "There is nothing of this id.")])
    }
}

/// What can be wrong with `If-Match`.
pub(crate) struct VersionProblems;

impl IntoResponses for VersionProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[("412", "It has another version than `If-Match` says.")])
    }
}

/// Somebody who may do everything must be left.
pub(crate) struct LastAdminProblems;

impl IntoResponses for LastAdminProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[("409", "No active admin would be left (`LAST_ADMIN`).")])
    }
}

fn problems(list: &[(&str, &str)]) -> BTreeMap<String, RefOr<Response>> {
    list.iter().map(|(status, text)| ((*status).to_owned(), problem(text).into())).collect()
}
