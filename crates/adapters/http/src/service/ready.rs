use actix_web::{HttpResponse, web::Data};
use bookplate_domain::store::Store;

use super::live::HealthView;
use crate::{problem::Problem, wire::ProblemView};

/// Whether requests can be answered
#[utoipa::path(get, path = "/readyz", tag = "service",
    responses(
        (status = 200, description = "They can.", body = HealthView),
        (status = 503, description = "The database cannot be used.", body = ProblemView,
            content_type = "application/problem+json"),
    ))]
pub(crate) async fn ready(store: Data<dyn Store>) -> Result<HttpResponse, Problem> {
    store.ping().await.map_err(Problem::unready)?;
    Ok(HttpResponse::Ok().json(HealthView { status: "ok" }))
}
