use std::time::Duration;

use actix_web::http::Method;
use bookplate_domain::{
    chats::{ChatError, MessageId},
    identities::IdentityError,
    limits::{LimitReached, Rule},
    sessions::{AccessTokenError, SessionError},
    shared::{FieldCode, FieldError, InputErrors, Invalid},
    users::{HashError, UserError},
};

use super::Problem;

/// A problem of each code that there is, for the OpenAPI document.
pub(crate) fn one_of_each_code() -> Vec<Problem> {
    let too_short = Invalid::new(FieldCode::PasswordTooShort, "is too short").with("min", 8);
    let too_long = Invalid::new(FieldCode::LimitExceeded, "is too long").with("max", 200);
    let wrong =
        |field: &str, invalid| InputErrors(vec![FieldError { field: field.to_owned(), invalid }]);
    let tries = LimitReached {
        rule: Rule::LogIn,
        burst: 10,
        per: Duration::from_secs(300),
        retry_after: Duration::from_secs(30),
    };
    let asked =
        ChatError::VisitorLimitReached { limit: 20, retry_after: Duration::from_secs(3600) };
    let message = MessageId::parse("msg_9f2k").ok();
    let conflict = message.map(|id| ChatError::MessageIdConflict(id).into());
    [
        Problem::malformed("The body is not JSON."),
        UserError::TokenInvalid.into(),
        UserError::TokenExpired.into(),
        Problem::invalid_cursor(),
        Problem::unauthorized(),
        SessionError::InvalidCredentials.into(),
        SessionError::AccessToken(AccessTokenError::Expired).into(),
        SessionError::AccessToken(AccessTokenError::Invalid).into(),
        SessionError::RefreshTokenInvalid.into(),
        SessionError::RefreshTokenReused.into(),
        SessionError::Expired.into(),
        SessionError::Revoked.into(),
        SessionError::Forbidden.into(),
        SessionError::EmailNotVerified.into(),
        SessionError::Suspended.into(),
        SessionError::ReauthenticationRequired.into(),
        UserError::RegistrationClosed.into(),
        IdentityError::EmailUnproven.into(),
        Problem::origin_not_allowed(),
        Problem::not_found(),
        Problem::method_not_allowed(&[Method::GET, Method::HEAD]),
        Problem::request_timeout(),
        UserError::EmailTaken.into(),
        ChatError::IdTaken.into(),
        ChatError::ReportResolved.into(),
        IdentityError::IdentityTaken.into(),
        IdentityError::ProviderAlreadyLinked.into(),
        IdentityError::LastSignInMethod.into(),
        UserError::LastAdmin.into(),
        UserError::VersionConflict.into(),
        Problem::payload_too_large(64 * 1024),
        Problem::unsupported_media_type("application/json"),
        wrong("password", too_short).into(),
        wrong("title", too_long).into(),
        asked.into(),
        tries.into(),
        Problem::internal("an example"),
        HashError::Busy.into(),
    ]
    .into_iter()
    .chain(conflict)
    .collect()
}
