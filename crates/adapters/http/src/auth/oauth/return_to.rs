use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::header::{self, HeaderValue},
};
use bookplate_domain::{
    identities::{AuthorizationFailure, FailureReason},
    shared::Client,
};
use secrecy::{ExposeSecret, SecretString};

use crate::{edge, problem::Problem};

/// Sends a browser on (RFC 9110, 15.4.3).
pub(super) fn to(url: &str) -> Result<HttpResponseBuilder, Problem> {
    let url = HeaderValue::try_from(url).map_err(Problem::internal)?;
    let mut answer = HttpResponse::Found();
    answer.insert_header((header::LOCATION, url));
    Ok(answer)
}

/// Sends a browser to the front end with its one-time code. It stands in the fragment, which no
/// server sees and no `Referer` tells.
pub(super) fn with_code(redirect_to: &str, code: &SecretString) -> Result<HttpResponse, Problem> {
    Ok(to(&format!("{redirect_to}#code={}", code.expose_secret()))?.finish())
}

/// Sends a browser to the front end with nothing but the reason why, of which the log knows more.
pub(super) fn with_failure(
    failure: &AuthorizationFailure,
    client: &Client,
) -> Result<HttpResponse, Problem> {
    let AuthorizationFailure { redirect_to, provider, reason } = failure;
    let code = reason.code();
    let provider = provider.as_ref().map(|name| name.as_str());
    let request_id = client.request_id.as_deref();
    match reason {
        FailureReason::Provider(error) => {
            let cause = edge::causes(error);
            tracing::warn!(request_id, provider, code, cause, "sign-in through a provider failed");
        }
        FailureReason::InvalidState | FailureReason::Cancelled => {
            tracing::info!(
                request_id,
                provider,
                code,
                "sign-in through a provider came to nothing"
            );
        }
    }
    Ok(to(&format!("{redirect_to}#error={code}"))?.finish())
}
