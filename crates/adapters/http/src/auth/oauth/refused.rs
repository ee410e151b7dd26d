use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::Data,
};
use bookplate_domain::Bookplate;

use crate::{edge::RequestName, problem::Problem, wire::read_form};

/// Tells why a browser does not get to a provider: whoever navigates is sent back to the front end,
/// since a person would be left with a page of JSON. Others read the problem.
pub(crate) fn refused(problem: &Problem, request: &HttpRequest) -> HttpResponse {
    let page = front_end(request).filter(|_| navigates(request));
    let url = page
        .and_then(|page| HeaderValue::try_from(format!("{page}#error={}", problem.code())).ok());
    match url {
        Some(url) => HttpResponse::SeeOther().insert_header((header::LOCATION, url)).finish(),
        None => {
            let name = request.extensions().get::<RequestName>().map(|name| name.0.clone());
            problem.render(&name.unwrap_or_default())
        }
    }
}

/// The page that the request names, if the configuration does as well, and else the first of those:
/// no request decides where browsers go.
fn front_end(request: &HttpRequest) -> Option<String> {
    let bookplate = request.app_data::<Data<Bookplate>>()?;
    let targets = &bookplate.policy().providers.redirect_targets;
    let query = read_form(request.query_string().as_bytes()).unwrap_or_default();
    let wanted = query.get("redirectTo").and_then(|wanted| wanted.as_str());
    let wanted = targets.iter().find(|target| Some(target.as_str()) == wanted);
    wanted.or(targets.first()).cloned()
}

/// Whether the answer becomes a page. Browsers say so; of old ones only their wish for HTML does.
fn navigates(request: &HttpRequest) -> bool {
    let said = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    match said("sec-fetch-mode") {
        Some(mode) => mode == "navigate",
        None => said("accept").is_some_and(|accept| accept.contains("text/html")),
    }
}
