use actix_web::HttpResponse;

use super::visit::{Form, Visit};

/// Where a mailed link leads. It spends nothing.
pub(crate) async fn show(visit: Visit) -> HttpResponse {
    visit.show(HttpResponse::Ok(), Form::default())
}
