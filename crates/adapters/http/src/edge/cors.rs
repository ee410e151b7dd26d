use actix_cors::Cors;
use actix_web::{
    http::{Method, header},
    middleware::Condition,
};

use super::{Origins, request_id};

/// How many seconds a browser may remember what it was told before a request.
const MAX_AGE: usize = 3600;

/// Lets pages of the listed origins read our answers, and nobody else's; without a list nothing is
/// said at all. What a browser asks before a request is answered here.
pub(crate) fn cors(origins: &Origins, credentials: bool, methods: &[Method]) -> Condition<Cors> {
    let mut cors = Cors::default()
        .allowed_methods(methods.iter().cloned())
        .allowed_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            request_id::HEADER,
        ])
        .expose_headers(["content-disposition", "etag", "location"])
        .expose_headers(["ratelimit", "ratelimit-policy", "retry-after"])
        .expose_headers([request_id::HEADER])
        .max_age(MAX_AGE);
    if credentials {
        cors = cors.supports_credentials();
    }
    for origin in origins.others() {
        cors = cors.allowed_origin(origin);
    }
    Condition::new(!origins.others().is_empty(), cors)
}

#[cfg(test)]
mod tests;
