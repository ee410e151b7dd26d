//! What went wrong, as RFC 9457 problem details.

mod limit;
mod mapping;
mod one_of_each;

use std::{fmt, time::Duration};

use actix_cors::CorsError;
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder, ResponseError,
    http::{Method, StatusCode, header},
};
use bookplate_domain::{shared::InputErrors, store::Source};

use crate::{edge, wire::ProblemView};
use limit::Limit;

pub(crate) use one_of_each::one_of_each_code;

/// How long to wait before trying again what was too much for the moment.
const BUSY_RETRY: Duration = Duration::from_secs(1);

const BUSY: &str = "The service is too busy or not complete; try again.";

/// How the problems of a path are told, where its visitors read no JSON.
#[derive(Clone, Copy)]
pub(crate) struct ToldBy(pub(crate) fn(&Problem, &HttpRequest) -> HttpResponse);

/// Why a request was not granted. `code` is what a client switches on.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: Box<str>,
    errors: Option<InputErrors>,
    limit: Option<Box<Limit>>,
    retry_after: Option<Duration>,
    allow: Option<Box<str>>,
    /// Whether the browser should forget its refresh token.
    forgets_cookie: bool,
    /// Whether it comes of too many tries at once or in a row.
    throttled: bool,
    /// For the log, never for the answer.
    cause: Option<Source>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: &str) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            errors: None,
            limit: None,
            retry_after: None,
            allow: None,
            forgets_cookie: false,
            throttled: false,
            cause: None,
        }
    }

    pub(crate) fn malformed(detail: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "MALFORMED_REQUEST", detail)
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "This needs a credential.")
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "There is nothing here.")
    }

    pub(crate) fn no_chat_to_append_to() -> Self {
        let detail = "You have no such chat; `\"createChat\": true` starts it.";
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", detail)
    }

    pub(crate) fn origin_not_allowed() -> Self {
        let detail = "A page of this origin may not do this.";
        Self::new(StatusCode::FORBIDDEN, "ORIGIN_NOT_ALLOWED", detail)
    }

    /// Whoever sends two credentials of one kind may mean two people.
    pub(crate) fn two_credentials(other: &str) -> Self {
        Self::malformed(&format!("Send either the cookie or {other}, not both."))
    }

    pub(crate) fn invalid_cursor() -> Self {
        let detail = "This is not a cursor of this list.";
        Self::new(StatusCode::BAD_REQUEST, "INVALID_CURSOR", detail)
    }

    /// The same, and the browser is told to forget its refresh token.
    #[must_use]
    pub(crate) fn forgetting_the_cookie(self) -> Self {
        Self { forgets_cookie: true, ..self }
    }

    pub(crate) fn method_not_allowed(allowed: &[Method]) -> Self {
        let names: Vec<&str> = allowed.iter().map(Method::as_str).collect();
        let detail = "This path has no such method.";
        let mut problem = Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", detail);
        problem.allow = Some(names.join(", ").into());
        problem
    }

    pub(crate) fn request_timeout() -> Self {
        let detail = "The body took too long to arrive.";
        Self::new(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", detail)
    }

    /// The work at a request was given up after so long.
    pub(crate) fn too_slow(limit: Duration) -> Self {
        Self::unavailable(format!("a handler took longer than {} s", limit.as_secs()))
    }

    /// The store is away, which the log has said when it began.
    pub(crate) fn outage() -> Self {
        Self::try_again(BUSY)
    }

    pub(crate) fn payload_too_large(limit: usize) -> Self {
        let detail = format!("The body may have {limit} bytes at most.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", &detail)
    }

    pub(crate) fn unsupported_media_type(expected: &str) -> Self {
        let detail = format!("The body must be {expected}.");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", &detail)
    }

    pub(crate) fn internal(cause: impl Into<Source>) -> Self {
        let detail = "Something went wrong on our side.";
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", detail);
        problem.cause = Some(cause.into());
        problem
    }

    fn unavailable(cause: impl Into<Source>) -> Self {
        Self { cause: Some(cause.into()), ..Self::try_again(BUSY) }
    }

    /// What fails for the moment, and is not worth a line of the log.
    fn try_again(detail: &str) -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "SERVICE_UNAVAILABLE", detail);
        Self { retry_after: Some(BUSY_RETRY), ..problem }
    }

    /// The service is about to end, and others should be asked.
    pub(crate) fn stopping() -> Self {
        Self::try_again("This node of the service is stopping.")
    }

    /// Something fails that the service cannot do its work without; the log has said why.
    pub(crate) fn unready(failing: &[&str]) -> Self {
        Self::try_again(&format!("This node is not ready: {}.", failing.join(", ")))
    }

    /// An error of the framework, which mostly knows a status only.
    pub(crate) fn of_framework(error: &actix_web::Error) -> Self {
        if let Some(CorsError::OriginNotAllowed) = error.as_error() {
            return Self::origin_not_allowed();
        }
        let status = error.as_response_error().status_code();
        match status {
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::PAYLOAD_TOO_LARGE => {
                Self::new(status, "PAYLOAD_TOO_LARGE", "The body is too large.")
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Self::new(status, "UNSUPPORTED_MEDIA_TYPE", "The body is of the wrong type.")
            }
            other if other.is_client_error() => {
                Self::malformed("The request could not be understood.")
            }
            _ => Self::internal("the framework failed"),
        }
    }

    /// Whether the same request may work later.
    pub(crate) fn is_unavailable(&self) -> bool {
        self.status == StatusCode::SERVICE_UNAVAILABLE
    }

    /// Whether it comes of too many tries at once or in a row.
    pub(crate) fn is_throttled(&self) -> bool {
        self.throttled
    }

    /// The cause of a failure on our side.
    pub(crate) fn cause(&self) -> Option<&Source> {
        self.cause.as_ref()
    }

    /// What a client switches on.
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// Every wrong field, if that is the problem.
    pub(crate) fn errors(&self) -> Option<&InputErrors> {
        self.errors.as_ref()
    }

    /// How long to wait before trying again, if that helps.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The answer without its body.
    pub(crate) fn begin(&self) -> HttpResponseBuilder {
        let mut response = HttpResponse::build(self.status);
        self.add_headers(&mut response);
        response
    }

    /// The answer, in which `request_id` lets a user and an operator speak of the same thing.
    pub(crate) fn render(&self, request_id: &str) -> HttpResponse {
        let (mut response, body) = (self.begin(), self.view(request_id));
        response
            .content_type("application/problem+json")
            .body(serde_json::to_vec(&body).unwrap_or_else(|_| b"{\"status\":500}".to_vec()))
    }

    /// What it looks like in an answer to some request.
    pub(crate) fn example(&self) -> ProblemView {
        self.view("01a1fd70-f207-74d0-8512-0bd70c99ba89")
    }

    fn view(&self, request_id: &str) -> ProblemView {
        ProblemView {
            kind: format!("urn:bookplate:problem:{}", self.code.to_lowercase().replace('_', "-")),
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.as_ref().to_owned(),
            code: self.code.to_owned(),
            request_id: request_id.to_owned(),
            errors: self.errors.as_ref().map(ProblemView::errors),
            retry_after: self.retry_after.map(whole_seconds),
            limit: self.limit.as_deref().map(Limit::view),
        }
    }

    fn add_headers(&self, response: &mut HttpResponseBuilder) {
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = match self.code {
                "ACCESS_TOKEN_EXPIRED"
                | "ACCESS_TOKEN_INVALID"
                | "SESSION_EXPIRED"
                | "SESSION_REVOKED" => r#"Bearer realm="bookplate", error="invalid_token""#,
                _ => r#"Bearer realm="bookplate""#,
            };
            response.insert_header((header::WWW_AUTHENTICATE, challenge));
        }
        if self.forgets_cookie {
            response.insert_header(edge::RefreshCookie::forget());
        }
        if matches!(self.status, StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE) {
            // The rest of the body is not worth waiting for.
            response.force_close();
        }
        if let Some(methods) = &self.allow {
            response.insert_header((header::ALLOW, methods.as_ref()));
        }
        if let Some(wait) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, whole_seconds(wait)));
        }
        if let Some(Limit::OfTries(limit)) = self.limit.as_deref() {
            for header in
                edge::limit_headers(limit.rule, limit.burst, limit.per, 0, limit.retry_after)
            {
                response.insert_header(header);
            }
        }
    }
}

/// Seconds, rounded up, so that nobody comes back too early.
pub(crate) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status.as_u16(), self.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    /// The edge renders the body, because only it knows the request's id.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status)
    }
}
