use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::header::{self, ContentEncoding},
    web::Path,
};
use utoipa_swagger_ui::Config;

use crate::problem::Problem;

/// The page runs its own scripts and styles and asks only us.
const DOCS_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The page's own links are relative to a folder.
pub(crate) async fn docs_entry() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish()
}

/// The interactive page for the OpenAPI document; every file of it is in the binary.
pub(crate) async fn docs(file: Path<String>) -> Result<HttpResponse, Problem> {
    let config = Config::new(["/api/v1/openapi.json"]).validator_url("none");
    let file = utoipa_swagger_ui::serve(&file, Arc::new(config))
        .map_err(|error| Problem::internal(error.to_string()))?
        .ok_or_else(Problem::not_found)?;
    let mut answer = HttpResponse::Ok();
    if file.gzpipped {
        // Any browser takes it so, and the binary is smaller by megabytes.
        answer.insert_header(ContentEncoding::Gzip);
    }
    Ok(answer
        .content_type(file.content_type)
        .insert_header((header::CONTENT_SECURITY_POLICY, DOCS_CSP))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(file.bytes.into_owned()))
}

#[cfg(test)]
mod tests;
