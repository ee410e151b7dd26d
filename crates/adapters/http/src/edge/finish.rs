use std::time::{Duration, Instant};

use actix_web::{
    Error,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderValue},
    middleware::Next,
    web::Data,
};
use bookplate_domain::Bookplate;

use super::{
    answer_body::AnswerBody,
    request_id::{HEADER as REQUEST_ID, RequestName},
};
use crate::{
    HttpConfig,
    connection::Turns,
    problem::{Problem, ToldBy},
};

/// Nothing of ours runs, frames or loads anything, except where a page says otherwise.
const CLOSED_CSP: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
const TWO_YEARS_OF_HTTPS: HeaderValue = HeaderValue::from_static("max-age=63072000");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Gives every answer its name, its security headers and, if it is a problem, its body; writes one
/// line about it to the log.
pub(crate) async fn finish(
    bookplate: Data<Bookplate>,
    config: Data<HttpConfig>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let begun = Instant::now();
    let turn = request.conn_data::<Turns>().map(Turns::take);
    let name = RequestName::of(&request, &bookplate);
    // No `Err` comes from the table: every refusal is an answer that carries its problem.
    let mut response = next.call(request).await?.map_into_boxed_body();
    if let Some(error) = response.response().error() {
        let framework = Problem::of_framework(error);
        let problem = error.as_error::<Problem>().unwrap_or(&framework);
        if let Some(cause) = problem.cause() {
            let cause = causes(cause.as_ref());
            if problem.is_throttled() {
                tracing::warn!(request_id = name.0, %problem, cause, "request refused");
            } else {
                tracing::error!(request_id = name.0, %problem, cause, "request failed");
            }
        }
        let request = response.request();
        let mut answer = match request.app_data::<ToldBy>() {
            Some(ToldBy(tell)) => tell(problem, request),
            None => problem.render(&name.0),
        };
        take_over(response.headers(), answer.headers_mut());
        response = response.into_response(answer).map_into_boxed_body();
    }
    add_headers(response.headers_mut(), &name, config.https);
    log(&response, &name, begun.elapsed());
    Ok(response.map_body(|_, body| AnswerBody::new(body, turn).boxed()))
}

/// What the layers below have said already, such as how many tries are left, or which origin may
/// read the answer.
fn take_over(said: &HeaderMap, headers: &mut HeaderMap) {
    let own = headers.clone();
    for (name, value) in said {
        let is_ours = own.contains_key(name) && name != header::VARY;
        if !is_ours && name != header::CONTENT_LENGTH {
            headers.append(name.clone(), value.clone());
        }
    }
}

fn add_headers(headers: &mut HeaderMap, name: &RequestName, https: bool) {
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, TWO_YEARS_OF_HTTPS);
    }
    if let Ok(value) = HeaderValue::from_str(&name.0) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    for (name, value) in
        [(header::CONTENT_SECURITY_POLICY, CLOSED_CSP), (header::CACHE_CONTROL, NO_STORE)]
    {
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
}

fn log(response: &ServiceResponse<BoxBody>, name: &RequestName, took: Duration) {
    let request = response.request();
    tracing::info!(
        request_id = name.0,
        method = %request.method(),
        // The pattern, never the path: a path may hold what belongs in no log.
        route = request.match_pattern().unwrap_or_else(|| "unknown".to_owned()),
        status = response.status().as_u16(),
        ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "request"
    );
}

/// An error and everything that led to it, outermost first.
pub(crate) fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
