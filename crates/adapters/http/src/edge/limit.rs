use std::{sync::Arc, time::Duration};

use actix_web::{
    Error,
    body::BoxBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
};
use bookplate_domain::limits::{Allowance, LimitKey, RateLimiter, Rule};
use tokio::time::sleep;

use super::client_address::client_address;
use crate::problem::{Problem, whole_seconds};

/// Lets a request pass if its network has tries left under the rule, and tells it how many.
pub(crate) async fn limited(
    limits: Arc<dyn RateLimiter>,
    rule: Rule,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match count(limits.as_ref(), rule, network_of(&request).as_ref()).await {
        Err(problem) => Ok(request.error_response(problem)),
        Ok(allowance) => {
            let mut response = next.call(request).await?;
            add_allowance(&mut response, allowance);
            Ok(response)
        }
    }
}

/// How long the refusal of what is tried too often waits until it is told. Whoever sends the next
/// try after it cannot send many, and so costs others nothing.
pub(super) const REFUSED_AFTER: Duration = Duration::from_millis(200);

/// Waits a little with an answer that says that there were too many tries.
pub(super) async fn hold_back(answer: &ServiceResponse<BoxBody>) {
    let problem = answer.response().error().and_then(|error| error.as_error::<Problem>());
    if problem.is_some_and(Problem::is_throttled) {
        sleep(REFUSED_AFTER).await;
    }
}

/// Whose tries a request counts among. `None`: without an address there is no client to protect
/// others from, but a socket of our own.
pub(super) fn network_of(request: &ServiceRequest) -> Option<LimitKey> {
    client_address(request.request()).map(LimitKey::network)
}

/// Counts a try, and says what is left.
pub(super) async fn count(
    limits: &dyn RateLimiter,
    rule: Rule,
    network: Option<&LimitKey>,
) -> Result<Option<Allowance>, Problem> {
    let Some(network) = network else {
        return Ok(None);
    };
    Ok(limits.check(rule, network).await?.into_result()?)
}

/// Tells in an answer how many tries are left.
pub(super) fn add_allowance(response: &mut ServiceResponse<BoxBody>, allowance: Option<Allowance>) {
    for (name, value) in allowance.into_iter().flat_map(allowance_headers) {
        response.headers_mut().insert(name, value);
    }
}

fn allowance_headers(allowance: Allowance) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let Allowance { rule, burst, per, remaining } = allowance;
    let spent = burst.saturating_sub(remaining);
    let refill = per.mul_f64(f64::from(spent) / f64::from(burst.max(1)));
    limit_headers(rule, burst, per, remaining, refill)
}

/// `RateLimit-Policy` and `RateLimit` as structured fields
/// (draft-ietf-httpapi-ratelimit-headers-10).
pub(crate) fn limit_headers(
    rule: Rule,
    burst: u32,
    per: Duration,
    remaining: u32,
    reset: Duration,
) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let name = rule.as_str();
    let policy = format!("\"{name}\";q={burst};w={}", whole_seconds(per));
    let state = format!("\"{name}\";r={remaining};t={}", whole_seconds(reset));
    [("ratelimit-policy", policy), ("ratelimit", state)].into_iter().filter_map(|(name, value)| {
        Some((HeaderName::from_static(name), HeaderValue::from_str(&value).ok()?))
    })
}
