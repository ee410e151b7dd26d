//! The service's own pages at the ends of mailed links, for sites that have none yet.
//!
//! GET never spends a token: a page shows a button, and the button posts. The token stands in the
//! fragment, which only a script can read, so each page runs one small script of ours.

use actix_web::{HttpResponse, http::header};

/// The page runs our script, wears our style and speaks to us alone.
const PAGE_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Where the link of a verification mail leads.
pub(crate) async fn verify_email() -> HttpResponse {
    page(include_str!("verify_email.html"))
}

/// Where the link of a reset mail leads.
pub(crate) async fn reset_password() -> HttpResponse {
    page(include_str!("reset_password.html"))
}

/// What both pages run.
pub(crate) async fn script() -> HttpResponse {
    asset("text/javascript; charset=utf-8", include_str!("pages.js"))
}

/// What both pages wear.
pub(crate) async fn style() -> HttpResponse {
    asset("text/css; charset=utf-8", include_str!("pages.css"))
}

fn page(html: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, PAGE_CSP))
        .body(html)
}

fn asset(content_type: &str, text: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(text)
}
