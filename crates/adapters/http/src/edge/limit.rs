use std::{sync::Arc, time::Duration};

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
};
use bookplate_domain::limits::{Allowance, LimitKey, RateLimiter, Rule};

use crate::problem::{Problem, whole_seconds};

/// Lets a request pass if its network has tries left under the rule, and tells it how many.
pub(crate) async fn limited<B: MessageBody + 'static>(
    limits: Arc<dyn RateLimiter>,
    rule: Rule,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    // Without an address there is no peer to protect others from: a socket of our own.
    let Some(peer) = request.peer_addr() else {
        return next.call(request).await;
    };
    let verdict = limits
        .check(rule, &LimitKey::network(peer.ip()))
        .await
        .map_err(Problem::from)?;
    let allowance = verdict.into_result().map_err(Problem::from)?;
    let mut response = next.call(request).await?;
    if let Some(Allowance {
        rule,
        burst,
        per,
        remaining,
    }) = allowance
    {
        let refill = per.mul_f64(f64::from(burst - remaining.min(burst)) / f64::from(burst.max(1)));
        for (name, value) in limit_headers(rule, burst, per, remaining, refill) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
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
    [("ratelimit-policy", policy), ("ratelimit", state)]
        .into_iter()
        .filter_map(|(name, value)| {
            Some((
                HeaderName::from_static(name),
                HeaderValue::from_str(&value).ok()?,
            ))
        })
}
