use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

/// How the service is.
#[derive(Serialize, ToSchema)]
#[schema(as = Health)]
pub(crate) struct HealthView {
    /// `ok`.
    pub(crate) status: &'static str,
}

/// Whether the process runs
#[utoipa::path(get, path = "/livez", tag = "service",
    responses((status = 200, description = "It does.", body = HealthView)))]
pub(crate) async fn live() -> HttpResponse {
    HttpResponse::Ok().json(HealthView { status: "ok" })
}
