//! The OpenAPI 3.1 document. It is made from the handlers themselves and committed: the binary carries
//! what was made, and nothing that makes it. A test compares the two.

mod conditions;
#[cfg(test)]
mod differences;
mod examples;
mod headers;
mod made;
mod operations;
mod problems;
mod requests;
mod required;

use actix_web::{HttpResponse, http::header};

#[cfg(test)]
pub(crate) use examples::example_of;
pub use made::make_openapi_json;
pub(crate) use problems::problem;

/// The document as JSON, with two spaces of indentation: what [`make_openapi_json`] made when it was
/// committed.
pub fn openapi_json() -> &'static str {
    include_str!("../../../../docs/openapi.json").trim_end()
}

/// This document
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "service",
    responses((status = 200, description = "The OpenAPI 3.1 document.", body = serde_json::Value)))]
pub(crate) async fn document() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "max-age=300"))
        .body(openapi_json())
}

#[cfg(test)]
mod tests;
