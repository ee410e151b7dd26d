use std::time::Instant;

use actix_http::ConnectionType;
use actix_web::{
    Error, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderValue},
    middleware::Next,
    web::Data,
};
use bookplate_domain::{Bookplate, store::Store};
use tracing::Instrument as _;

use super::{
    answer_body::AnswerBody,
    handler_time::HandlerTime,
    measures::{self, InFlight},
    request_id::{HEADER as REQUEST_ID, RequestName},
    request_spans::{RequestSpans, is_of_health},
    route_pattern::RoutePattern,
};
use crate::{
    HttpConfig,
    connection::Turns,
    problem::{Problem, ToldBy},
    stopping::Stopping,
};

/// Nothing of ours runs, frames or loads anything, except where a page says otherwise.
const CLOSED_CSP: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
const TWO_YEARS_OF_HTTPS: HeaderValue = HeaderValue::from_static("max-age=63072000");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Gives every answer its name, its security headers and, if it is a problem, its body; counts it,
/// and writes one line about it to the log.
pub(crate) async fn finish(
    bookplate: Data<Bookplate>,
    config: Data<HttpConfig>,
    stopping: Data<Stopping>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let (begun, in_flight) = (Instant::now(), InFlight::begin());
    let turn = request.conn_data::<Turns>().map(Turns::take);
    let name = RequestName::of(&request, &bookplate);
    let method = request.method().clone();
    let spans = RequestSpans::begin(&request, &name, &config);
    let log = spans.log.clone();
    let mut response = answer(request, next, &name, config.https).instrument(log.clone()).await?;
    if stopping.has_begun() {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    let (status, took) = (response.status(), begun.elapsed());
    let route = RoutePattern::of(response.request());
    if HandlerTime::of(response.request()).is_none() {
        // It was answered before it came to a route of its own.
        log.record("route", route);
    }
    log.in_scope(|| {
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        if is_of_health(route) && status.is_success() {
            tracing::debug!(status = status.as_u16(), ms, "request");
        } else {
            tracing::info!(status = status.as_u16(), ms, "request");
        }
    });
    spans.end(&method, route, status.as_u16());
    measures::answered(&method, route, status, took);
    drop(in_flight);
    Ok(response.map_body(|_, body| AnswerBody::new(body, turn).boxed()))
}

async fn answer(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    name: &RequestName,
    https: bool,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // No `Err` comes from the table: every refusal is an answer that carries its problem.
    let mut response = next.call(request).await?.map_into_boxed_body();
    if let Some(error) = response.response().error() {
        let framework = Problem::of_framework(error);
        let problem = error.as_error::<Problem>().unwrap_or(&framework);
        if let Some(cause) = problem.cause() {
            let cause = causes(cause.as_ref());
            if problem.is_throttled() {
                tracing::warn!(%problem, cause, "request refused");
            } else if problem.is_unavailable() && outage_is_known(response.request()) {
                // The log has said so when it began.
                tracing::debug!(%problem, cause, "request failed");
            } else {
                tracing::error!(%problem, cause, "request failed");
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
    add_headers(response.headers_mut(), name, https);
    Ok(response)
}

fn outage_is_known(request: &HttpRequest) -> bool {
    let store = request.app_data::<Data<dyn Store>>();
    store.is_some_and(|store| store.is_away())
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
