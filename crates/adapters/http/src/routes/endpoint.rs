//! One line of the table, and how a whole table is registered.

use std::{sync::Arc, time::Duration};

use actix_web::{
    FromRequest, Handler, HttpRequest, HttpResponse, Responder, Route, guard,
    http::Method,
    middleware::from_fn,
    web::{self, ServiceConfig},
};
use bookplate_domain::limits::{RateLimiter, Rule};

use crate::{
    edge::{self, Admitted, HandlerLimits, RoutePattern},
    pages::{self, Page},
    problem::{Problem, ToldBy},
    static_files,
};

/// One line of the table.
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(super) counted: Option<Counted>,
    page: Option<Page>,
    told_by: Option<ToldBy>,
    time: HandlerLimits,
    route: Route,
}

/// When a request counts as a try of its network, and under which rule.
#[derive(Clone, Copy)]
pub(super) enum Counted {
    /// When it comes.
    AtOnce(Rule),
    /// When its body was read and found right.
    OnceRead(Rule),
}

/// How long a request may be worked at.
const HANDLER_TIME: Duration = Duration::from_secs(10);

/// The same where any number of rows is moved or deleted: some more than a minute, which is what
/// the store gives each such statement.
const HANDLER_TIME_IN_BULK: Duration = Duration::from_secs(70);

/// The same where a provider is asked, who is given ten seconds.
const HANDLER_TIME_WITH_PROVIDER: Duration = Duration::from_secs(12);

/// When what is asked about an address is answered at the earliest: longer than it takes, so that the
/// time does not tell whether the address has an account.
const EVEN_TIME: Duration = Duration::from_millis(100);

pub(super) fn get<F, Args>(path: &'static str, handler: F) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    // HEAD is GET without the body (RFC 9110, 9.3.2); the server leaves the body out.
    let route = web::route().guard(guard::Any(guard::Get()).or(guard::Head())).to(handler);
    endpoint(Method::GET, path, route)
}

pub(super) fn post<F, Args>(path: &'static str, handler: F) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    endpoint(Method::POST, path, web::post().to(handler))
}

/// A POST of a form that people mistype: it counts under the rule once it was read and found right.
/// Only what asked for its [`Admission`](edge::Admission) can be such a handler.
pub(super) fn post_counted_once_read<F, Args>(
    path: &'static str,
    handler: F,
    rule: Rule,
) -> Endpoint
where
    F: Handler<Args, Output = Result<Admitted, Problem>>,
    Args: FromRequest + 'static,
{
    Endpoint { counted: Some(Counted::OnceRead(rule)), ..post(path, handler) }
}

pub(super) fn put<F, Args>(path: &'static str, handler: F) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    endpoint(Method::PUT, path, web::put().to(handler))
}

pub(super) fn patch<F, Args>(path: &'static str, handler: F) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    endpoint(Method::PATCH, path, web::patch().to(handler))
}

pub(super) fn delete<F, Args>(path: &'static str, handler: F) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    endpoint(Method::DELETE, path, web::delete().to(handler))
}

fn endpoint(method: Method, path: &'static str, route: Route) -> Endpoint {
    Endpoint {
        method,
        path,
        counted: None,
        page: None,
        told_by: None,
        time: HandlerLimits { least: Duration::ZERO, most: HANDLER_TIME },
        route,
    }
}

/// A page: GET shows it, and `act`, given its path, is the POST that does what it is for.
pub(super) fn page(page: Page, act: impl FnOnce(&'static str) -> Endpoint) -> [Endpoint; 2] {
    [get(page.path(), pages::show), act(page.path())]
        .map(|endpoint| Endpoint { page: Some(page), ..endpoint.told_by(pages::explain) })
}

impl Endpoint {
    /// Counts the tries of each network under a rule.
    pub(super) fn limited_by(self, rule: Rule) -> Self {
        Self { counted: Some(Counted::AtOnce(rule)), ..self }
    }

    /// Has the problems of its path told in another way than as JSON.
    pub(super) fn told_by(self, tell: fn(&Problem, &HttpRequest) -> HttpResponse) -> Self {
        Self { told_by: Some(ToldBy(tell)), ..self }
    }

    /// Gives it time to move or delete everything that somebody has.
    pub(super) fn in_bulk(self) -> Self {
        Self { time: HandlerLimits { most: HANDLER_TIME_IN_BULK, ..self.time }, ..self }
    }

    /// Gives it time to ask a provider outside.
    pub(super) fn asking_a_provider(self) -> Self {
        Self { time: HandlerLimits { most: HANDLER_TIME_WITH_PROVIDER, ..self.time }, ..self }
    }

    /// Answers after the same time whatever has to be done.
    pub(super) fn evenly(self) -> Self {
        Self { time: HandlerLimits { least: EVEN_TIME, ..self.time }, ..self }
    }
}

/// What answers at every path that is not in the table: the files of a front end, if there are any.
pub(crate) fn elsewhere(has_files: bool) -> Route {
    if !has_files {
        return web::to(super::unknown);
    }
    let time = HandlerLimits { least: Duration::ZERO, most: HANDLER_TIME };
    let in_time = from_fn(move |request, next| edge::supervised(time, request, next));
    web::to(static_files::serve).wrap(in_time)
}

/// Every method that an endpoint has.
pub(crate) fn methods(endpoints: &[Endpoint]) -> Vec<Method> {
    let mut methods = vec![Method::HEAD];
    for Endpoint { method, .. } in endpoints {
        if !methods.contains(method) {
            methods.push(method.clone());
        }
    }
    methods
}

/// Registers endpoints; a path that has other methods only answers 405 with `Allow`.
pub(crate) fn configure(
    services: &mut ServiceConfig,
    mut endpoints: Vec<Endpoint>,
    limits: &Arc<dyn RateLimiter>,
) {
    while let Some(path) = endpoints.first().map(|endpoint| endpoint.path) {
        let here: Vec<Endpoint> = endpoints.extract_if(.., |e| e.path == path).collect();
        let mut allowed: Vec<Method> = here.iter().map(|e| e.method.clone()).collect();
        if allowed.contains(&Method::GET) {
            allowed.push(Method::HEAD);
        }
        let resource = web::resource(path).app_data(RoutePattern(path));
        let mut resource = resource.default_service(web::to(move || {
            let problem = Problem::method_not_allowed(&allowed);
            async move { Err::<&str, _>(problem) }
        }));
        if let Some(page) = here.iter().find_map(|endpoint| endpoint.page) {
            resource = resource.app_data(page);
        }
        if let Some(told_by) = here.iter().find_map(|endpoint| endpoint.told_by) {
            resource = resource.app_data(told_by);
        }
        for Endpoint { counted, time, route, .. } in here {
            let limits = limits.clone();
            let route = match counted {
                None => route,
                Some(Counted::AtOnce(rule)) => route.wrap(from_fn(move |request, next| {
                    edge::limited(limits.clone(), rule, request, next)
                })),
                Some(Counted::OnceRead(rule)) => route.wrap(from_fn(move |request, next| {
                    edge::limited_once_read(limits.clone(), rule, request, next)
                })),
            };
            let in_time = from_fn(move |request, next| edge::supervised(time, request, next));
            resource = resource.route(route.wrap(in_time));
        }
        services.service(resource);
    }
}
