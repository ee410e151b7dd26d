//! The one table: every path, its methods, its handler, and the rule that limits it.

use std::{sync::Arc, time::Duration};

use actix_web::{
    FromRequest, Handler, Responder, Route, guard,
    http::Method,
    middleware::from_fn,
    web::{self, ServiceConfig},
};
use bookplate_domain::limits::{RateLimiter, Rule};

use crate::{
    admin, auth, chats, dev,
    edge::{self, HandlerLimits},
    moderation, openapi,
    pages::{self, Page},
    problem::{Problem, ToldBy},
    service, sessions, users,
};

/// Every route of the service.
pub(crate) fn table() -> Vec<Endpoint> {
    vec![
        get("/livez", service::live),
        get("/readyz", service::ready),
        get("/.well-known/jwks.json", service::jwks),
        get("/docs", service::docs_entry),
        get("/docs/{file:.*}", service::docs),
        get("/api/v1/openapi.json", openapi::document),
        get("/api/v1/config", service::config),
        post("/api/v1/auth/anonymous", auth::start_anonymous).limited_by(Rule::Anonymous),
        post("/api/v1/auth/register", auth::register).limited_by(Rule::Register),
        post("/api/v1/auth/login", auth::log_in).limited_by(Rule::LogIn).in_bulk(),
        post("/api/v1/auth/refresh", auth::refresh),
        post("/api/v1/auth/logout", auth::log_out),
        get("/api/v1/auth/session", auth::session),
        post("/api/v1/auth/verify-email", auth::verify_email).limited_by(Rule::VerifyEmail),
        post("/api/v1/auth/verify-email/resend", auth::resend_verification)
            .limited_by(Rule::ResendFromNetwork)
            .evenly(),
        post("/api/v1/auth/password-reset", auth::request_password_reset)
            .limited_by(Rule::PasswordReset)
            .evenly(),
        post("/api/v1/auth/password-reset/confirm", auth::reset_password)
            .limited_by(Rule::PasswordReset),
        post("/api/v1/auth/password-change", auth::change_password),
        post("/api/v1/auth/reauthenticate", auth::reauthenticate),
        post("/api/v1/auth/email-change", auth::request_email_change).evenly(),
        post("/api/v1/auth/email-change/confirm", auth::confirm_email_change)
            .limited_by(Rule::VerifyEmail),
        post("/api/v1/auth/email-change/revert", auth::revert_email_change)
            .limited_by(Rule::VerifyEmail),
        post("/api/v1/auth/invitation/accept", auth::accept_invitation)
            .limited_by(Rule::VerifyEmail),
        get("/api/v1/auth/oauth/{provider}/start", auth::start_authorization)
            .limited_by(Rule::ProviderSignIn)
            .asking_a_provider(),
        get("/api/v1/auth/oauth/{provider}/callback", auth::complete_authorization)
            .limited_by(Rule::ProviderSignIn)
            .asking_a_provider(),
        post("/api/v1/auth/oauth/exchange", auth::exchange_code)
            .limited_by(Rule::ProviderSignIn)
            .in_bulk(),
        get("/api/v1/users/me", users::read_own_account),
        patch("/api/v1/users/me", users::update_profile),
        delete("/api/v1/users/me", users::delete_account).in_bulk(),
        get("/api/v1/users/me/preferences", users::read_preferences),
        patch("/api/v1/users/me/preferences", users::update_preferences),
        get("/api/v1/users/me/identities", users::list_identities),
        post("/api/v1/users/me/identities", users::link_identity).limited_by(Rule::ProviderSignIn),
        delete("/api/v1/users/me/identities/{provider}", users::unlink_identity),
        get("/api/v1/users/me/events", users::list_own_events),
        get("/api/v1/users/me/export", users::export_own_data),
        get("/api/v1/sessions", sessions::list_sessions),
        delete("/api/v1/sessions", sessions::revoke_other_sessions),
        delete("/api/v1/sessions/{id}", sessions::revoke_session),
        get("/api/v1/chats", chats::list_chats),
        post("/api/v1/chats", chats::start_chat),
        // What is no id comes before what is one.
        get("/api/v1/chats/search", chats::search_chats),
        post("/api/v1/chats/bulk-delete", chats::delete_chats).in_bulk(),
        post("/api/v1/chats/claim", chats::claim_chats).in_bulk(),
        get("/api/v1/chats/{chatId}", chats::read_chat),
        patch("/api/v1/chats/{chatId}", chats::update_chat),
        delete("/api/v1/chats/{chatId}", chats::delete_chat),
        get("/api/v1/chats/{chatId}/export", chats::export_chat),
        get("/api/v1/chats/{chatId}/messages", chats::list_messages),
        post("/api/v1/chats/{chatId}/messages", chats::append_messages),
        get("/api/v1/chats/{chatId}/messages/{messageId}", chats::read_message),
        put("/api/v1/chats/{chatId}/messages/{messageId}", chats::put_message),
        delete("/api/v1/chats/{chatId}/messages/{messageId}", chats::delete_message),
        put("/api/v1/chats/{chatId}/messages/{messageId}/feedback", chats::give_feedback),
        delete("/api/v1/chats/{chatId}/messages/{messageId}/feedback", chats::take_feedback_back),
        post("/api/v1/chats/{chatId}/messages/{messageId}/report", chats::report_message),
        get("/api/v1/moderation/reports", moderation::list_reports),
        get("/api/v1/moderation/reports/{id}", moderation::read_report),
        post("/api/v1/moderation/reports/{id}/resolve", moderation::resolve_report),
        get("/api/v1/admin/users", admin::list_users),
        post("/api/v1/admin/users", admin::invite_user),
        get("/api/v1/admin/users/{id}", admin::read_user),
        patch("/api/v1/admin/users/{id}", admin::update_user),
        delete("/api/v1/admin/users/{id}", admin::delete_user).in_bulk(),
        post("/api/v1/admin/users/{id}/password-reset", admin::start_password_reset),
        get("/api/v1/admin/users/{id}/sessions", admin::list_user_sessions),
        delete("/api/v1/admin/users/{id}/sessions", admin::revoke_user_sessions),
        get("/api/v1/admin/audit-events", admin::list_events),
        get("/api/v1/admin/mail", admin::list_mail),
        post("/api/v1/admin/mail/{id}/retry", admin::retry_mail),
        post("/api/v1/admin/keys/rotate", admin::rotate_signing_key),
    ]
}

/// What other services follow, where a key for them is configured.
pub(crate) fn feed() -> Vec<Endpoint> {
    vec![get("/api/v1/revocations", sessions::list_revocations)]
}

/// The pages at the ends of mailed links, where no front end has its own.
pub(crate) fn own_pages() -> Vec<Endpoint> {
    let pages = [
        page(Page::VerifyEmail, pages::verify_email, Rule::VerifyEmail),
        page(Page::ResetPassword, pages::reset_password, Rule::PasswordReset),
        page(Page::ConfirmEmailChange, pages::confirm_email_change, Rule::VerifyEmail),
        page(Page::RevertEmailChange, pages::revert_email_change, Rule::VerifyEmail),
        page(Page::AcceptInvitation, pages::accept_invitation, Rule::VerifyEmail),
    ];
    let assets = [get("/pages/pages.js", pages::script), get("/pages/pages.css", pages::style)];
    pages.into_iter().flatten().chain(assets).collect()
}

/// The routes that exist only where nothing leaves the house.
pub(crate) fn development() -> Vec<Endpoint> {
    vec![get("/dev/mailbox", dev::mailbox)]
}

/// One line of the table.
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    rule: Option<Rule>,
    page: Option<Page>,
    time: HandlerLimits,
    route: Route,
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

fn get<F, Args>(path: &'static str, handler: F) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    // HEAD is GET without the body (RFC 9110, 9.3.2); the server leaves the body out.
    let route = web::route().guard(guard::Any(guard::Get()).or(guard::Head())).to(handler);
    endpoint(Method::GET, path, route)
}

fn post<F, Args>(path: &'static str, handler: F) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    endpoint(Method::POST, path, web::post().to(handler))
}

fn put<F, Args>(path: &'static str, handler: F) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    endpoint(Method::PUT, path, web::put().to(handler))
}

fn patch<F, Args>(path: &'static str, handler: F) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    endpoint(Method::PATCH, path, web::patch().to(handler))
}

fn delete<F, Args>(path: &'static str, handler: F) -> Endpoint
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
        rule: None,
        page: None,
        time: HandlerLimits { least: Duration::ZERO, most: HANDLER_TIME },
        route,
    }
}

/// A page: GET shows it, and POST does what it is for.
fn page<F, Args>(page: Page, act: F, rule: Rule) -> [Endpoint; 2]
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    [get(page.path(), pages::show), post(page.path(), act).limited_by(rule)]
        .map(|endpoint| Endpoint { page: Some(page), ..endpoint })
}

impl Endpoint {
    /// Counts the tries of each network under a rule.
    fn limited_by(self, rule: Rule) -> Self {
        Self { rule: Some(rule), ..self }
    }

    /// Gives it time to move or delete everything that somebody has.
    fn in_bulk(self) -> Self {
        Self { time: HandlerLimits { most: HANDLER_TIME_IN_BULK, ..self.time }, ..self }
    }

    /// Gives it time to ask a provider outside.
    fn asking_a_provider(self) -> Self {
        Self { time: HandlerLimits { most: HANDLER_TIME_WITH_PROVIDER, ..self.time }, ..self }
    }

    /// Answers after the same time whatever has to be done.
    fn evenly(self) -> Self {
        Self { time: HandlerLimits { least: EVEN_TIME, ..self.time }, ..self }
    }
}

/// The method and path of every route that counts the tries of each network.
pub(crate) fn limited() -> Vec<(String, &'static str)> {
    let limited = table().into_iter().filter(|endpoint| endpoint.rule.is_some());
    limited.map(|endpoint| (endpoint.method.to_string(), endpoint.path)).collect()
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
        let mut resource = web::resource(path).default_service(web::to(move || {
            let problem = Problem::method_not_allowed(&allowed);
            async move { Err::<&str, _>(problem) }
        }));
        if let Some(page) = here.iter().find_map(|endpoint| endpoint.page) {
            resource = resource.app_data(page).app_data(ToldBy(pages::explain));
        }
        for Endpoint { rule, time, route, .. } in here {
            let route = match rule {
                None => route,
                Some(rule) => {
                    let limits = limits.clone();
                    route.wrap(from_fn(move |request, next| {
                        edge::limited(limits.clone(), rule, request, next)
                    }))
                }
            };
            let in_time = from_fn(move |request, next| edge::supervised(time, request, next));
            resource = resource.route(route.wrap(in_time));
        }
        services.service(resource);
    }
}

/// Everything that is not in the table.
pub(crate) async fn unknown() -> Result<&'static str, Problem> {
    Err(Problem::not_found())
}
