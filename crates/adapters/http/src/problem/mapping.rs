//! The one mapping from the domain's errors to answers. Each `match` is exhaustive, so a new error
//! asks for its line here.

use actix_web::http::StatusCode;
use bookplate_domain::{
    chats::ChatError,
    identities::IdentityError,
    limits::LimitReached,
    sessions::{AccessTokenError, SessionError},
    shared::InputErrors,
    store::StoreError,
    users::{HashError, UserError},
};

use super::{Problem, limit::Limit};

impl From<InputErrors> for Problem {
    fn from(errors: InputErrors) -> Self {
        const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        let limit = errors.limit();
        let problem = match limit {
            None => Self::new(WRONG, "VALIDATION_ERROR", "Some fields are wrong."),
            Some(_) => Self::new(WRONG, "LIMIT_EXCEEDED", "Some of it is more than is kept."),
        };
        Self { errors: Some(errors), limit: limit.and_then(Limit::of_amount), ..problem }
    }
}

impl From<LimitReached> for Problem {
    fn from(limit: LimitReached) -> Self {
        let detail = "That was tried too often; try again later.";
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMIT_EXCEEDED", detail);
        problem.throttled = true;
        problem.retry_after = Some(limit.retry_after);
        problem.limit = Some(Box::new(Limit::OfTries(limit)));
        problem
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::unavailable(error),
            StoreError::Conflict(_) | StoreError::Corrupt { .. } | StoreError::Backend(_) => {
                Self::internal(error)
            }
        }
    }
}

impl From<HashError> for Problem {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self { throttled: true, ..Self::unavailable(error) },
            HashError::Failed(_) => Self::internal(error),
        }
    }
}

impl From<UserError> for Problem {
    fn from(error: UserError) -> Self {
        let (status, code, detail) = match error {
            UserError::Invalid(errors) => return errors.into(),
            UserError::RegistrationClosed => {
                (StatusCode::FORBIDDEN, "REGISTRATION_DISABLED", "Nobody may register here.")
            }
            UserError::EmailTaken => {
                (StatusCode::CONFLICT, "EMAIL_EXISTS", "This address has an account.")
            }
            UserError::NotFound => return Self::not_found(),
            UserError::VersionConflict => {
                let detail = "It was changed since it was read; read it again.";
                (StatusCode::PRECONDITION_FAILED, "VERSION_CONFLICT", detail)
            }
            UserError::LastAdmin => {
                (StatusCode::CONFLICT, "LAST_ADMIN", "No active admin would be left.")
            }
            UserError::TokenInvalid => {
                (StatusCode::BAD_REQUEST, "INVALID_TOKEN", "This link is unknown or was used.")
            }
            UserError::TokenExpired => {
                (StatusCode::BAD_REQUEST, "TOKEN_EXPIRED", "This link has expired.")
            }
            UserError::LimitReached(limit) => return limit.into(),
            UserError::Hash(error) => return error.into(),
            UserError::Session(error) => return error.into(),
            UserError::Store(error) => return error.into(),
        };
        Self::new(status, code, detail)
    }
}

impl From<SessionError> for Problem {
    fn from(error: SessionError) -> Self {
        const UNAUTHORIZED: StatusCode = StatusCode::UNAUTHORIZED;
        const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
        let (status, code, detail) = match error {
            SessionError::NoCredential => return Self::unauthorized(),
            SessionError::NotFound => return Self::not_found(),
            SessionError::InvalidCredentials => {
                (UNAUTHORIZED, "INVALID_CREDENTIALS", "The address or the password is wrong.")
            }
            SessionError::EmailNotVerified => (
                FORBIDDEN,
                "EMAIL_NOT_VERIFIED",
                "Prove your mailbox first, by the link of a verification mail.",
            ),
            SessionError::Suspended => {
                (FORBIDDEN, "ACCOUNT_SUSPENDED", "This account is suspended.")
            }
            SessionError::AccessToken(AccessTokenError::Expired) => {
                (UNAUTHORIZED, "ACCESS_TOKEN_EXPIRED", "The access token has expired.")
            }
            SessionError::AccessToken(AccessTokenError::Invalid) => {
                (UNAUTHORIZED, "ACCESS_TOKEN_INVALID", "The access token is invalid.")
            }
            SessionError::RefreshTokenInvalid => {
                (UNAUTHORIZED, "REFRESH_TOKEN_INVALID", "The refresh token is invalid.")
            }
            SessionError::RefreshTokenReused => {
                let detail = "The refresh token was used twice; the session has been ended.";
                (UNAUTHORIZED, "REFRESH_TOKEN_REUSED", detail)
            }
            SessionError::Expired => {
                (UNAUTHORIZED, "SESSION_EXPIRED", "The session has expired; log in again.")
            }
            SessionError::Revoked => {
                (UNAUTHORIZED, "SESSION_REVOKED", "The session was ended; log in again.")
            }
            SessionError::VisitorsRefused => {
                (FORBIDDEN, "FORBIDDEN", "Nobody may look around without an account here.")
            }
            SessionError::Forbidden => (FORBIDDEN, "FORBIDDEN", "You may not do this."),
            SessionError::ReauthenticationRequired => {
                (FORBIDDEN, "REAUTH_REQUIRED", "Prove once more who you are first.")
            }
            SessionError::LimitReached(limit) => return limit.into(),
            SessionError::Hash(error) => return error.into(),
            SessionError::Keys(error) => return Self::internal(error),
            SessionError::Store(error) => return error.into(),
        };
        Self::new(status, code, detail)
    }
}

impl From<IdentityError> for Problem {
    fn from(error: IdentityError) -> Self {
        let (status, code, detail) = match error {
            IdentityError::Invalid(errors) => return errors.into(),
            IdentityError::NotFound => return Self::not_found(),
            IdentityError::CodeInvalid => {
                let detail = "This code is unknown, was used, or is somebody else's; begin anew.";
                (StatusCode::BAD_REQUEST, "INVALID_TOKEN", detail)
            }
            IdentityError::EmailUnproven => {
                let detail = "The provider does not vouch for your address; sign in another way.";
                (StatusCode::FORBIDDEN, "PROVIDER_EMAIL_UNVERIFIED", detail)
            }
            IdentityError::NotLinked => {
                let detail = "This identity is not linked to your account.";
                (StatusCode::UNAUTHORIZED, "INVALID_CREDENTIALS", detail)
            }
            IdentityError::IdentityTaken => {
                let detail = "Another account has this identity.";
                (StatusCode::CONFLICT, "IDENTITY_TAKEN", detail)
            }
            IdentityError::ProviderAlreadyLinked => {
                let detail = "The account is linked to another identity of this provider.";
                (StatusCode::CONFLICT, "PROVIDER_ALREADY_LINKED", detail)
            }
            IdentityError::LastSignInMethod => {
                let detail = "This is the last way to sign in; add another first.";
                (StatusCode::CONFLICT, "LAST_SIGN_IN_METHOD", detail)
            }
            IdentityError::User(error) => return error.into(),
        };
        Self::new(status, code, detail)
    }
}

impl From<ChatError> for Problem {
    fn from(error: ChatError) -> Self {
        let (status, code, detail) = match error {
            ChatError::Invalid(errors) => return errors.into(),
            ChatError::NotFound => return Self::not_found(),
            ChatError::IdTaken => {
                (StatusCode::CONFLICT, "CHAT_ID_TAKEN", "Another chat has this id; choose another.")
            }
            ChatError::MessageDeleted(id) => {
                let detail = format!("The message {id} was deleted; choose another id.");
                return Self::new(StatusCode::CONFLICT, "MESSAGE_ID_CONFLICT", &detail);
            }
            ChatError::MessageIdConflict(id) => {
                let detail = format!("The message {id} is there and says something else.");
                return Self::new(StatusCode::CONFLICT, "MESSAGE_ID_CONFLICT", &detail);
            }
            ChatError::LimitExceeded(limit) => {
                let detail = format!("No more than {} {} are kept.", limit.max(), limit.what());
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                let problem = Self::new(status, "LIMIT_EXCEEDED", &detail);
                return Self { limit: Limit::of_amount(limit.max()), ..problem };
            }
            ChatError::VisitorLimitReached { limit, retry_after } => {
                let detail = "A visitor may not ask more in a day; register, or come back later.";
                let status = StatusCode::TOO_MANY_REQUESTS;
                let problem = Self::new(status, "ANONYMOUS_LIMIT_REACHED", detail);
                let limit = Limit::of_amount(limit);
                return Self { limit, retry_after: Some(retry_after), ..problem };
            }
            ChatError::VersionConflict => {
                let detail = "It was changed since it was read; read it again.";
                (StatusCode::PRECONDITION_FAILED, "VERSION_CONFLICT", detail)
            }
            ChatError::VisitorTokenInvalid => {
                let detail = "This is not the access token of a visitor who is signed in.";
                (StatusCode::BAD_REQUEST, "INVALID_TOKEN", detail)
            }
            ChatError::VisitorTokenExpired => {
                (StatusCode::BAD_REQUEST, "TOKEN_EXPIRED", "The visitor's token has expired.")
            }
            ChatError::ReportResolved => {
                let detail = "The report is settled already, in another way.";
                (StatusCode::CONFLICT, "REPORT_RESOLVED", detail)
            }
            ChatError::LastAdmin => {
                (StatusCode::CONFLICT, "LAST_ADMIN", "No active admin would be left.")
            }
            ChatError::LimitReached(limit) => return limit.into(),
            ChatError::Session(error) => return error.into(),
            ChatError::Store(error) => return error.into(),
        };
        Self::new(status, code, detail)
    }
}
