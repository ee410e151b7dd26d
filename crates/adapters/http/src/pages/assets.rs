use actix_web::{HttpResponse, http::header};

/// What the pages run.
pub(crate) async fn script() -> HttpResponse {
    asset("text/javascript; charset=utf-8", include_str!("files/pages.js"))
}

/// What the pages wear.
pub(crate) async fn style() -> HttpResponse {
    asset("text/css; charset=utf-8", include_str!("files/pages.css"))
}

fn asset(content_type: &str, text: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(text)
}
