use std::sync::{Mutex, PoisonError};

use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, Condition, Readiness, store::Store};
use serde::Serialize;
use utoipa::ToSchema;

use super::one_at_a_time::OneAtATime;
use crate::{edge, problem::Problem, stopping::Stopping, wire::ProblemView};

/// Whether requests can be answered, and what that depends on.
#[derive(Serialize, ToSchema)]
#[schema(as = Readiness)]
pub(crate) struct ReadinessView {
    /// `ok`.
    status: &'static str,
    /// How each thing is that it depends on.
    checks: ReadinessChecksView,
}

/// How each thing is that readiness depends on.
#[derive(Serialize, ToSchema)]
#[schema(as = ReadinessChecks)]
pub(crate) struct ReadinessChecksView {
    /// `ok`: it can be read and written.
    database: &'static str,
    /// `ok`: the newest one that this version knows was applied.
    migrations: &'static str,
    /// `ok`: this node has the key that signs, and can open it.
    keys: &'static str,
    /// `ok`, or `late`: a mail has been owed for more than five minutes, which keeps nobody from
    /// being answered.
    outbox: &'static str,
}

/// What was found last; all threads that answer share it.
pub(crate) struct Checks {
    looks: OneAtATime<Readiness>,
    /// What the log says fails.
    logged: Mutex<Vec<&'static str>>,
}

impl Checks {
    pub(crate) fn new() -> Self {
        Self { looks: OneAtATime::new(), logged: Mutex::default() }
    }
}

/// Whether requests can be answered
#[utoipa::path(get, path = "/readyz", tag = "service",
    responses(
        (status = 200, description = "They can.", body = ReadinessView),
        (status = 503, description = "They cannot: `detail` names what fails (`database`, \
            `migrations`, `keys`, `outbox`), or says that the node is stopping.",
            body = ProblemView, content_type = "application/problem+json"),
    ))]
pub(crate) async fn ready(
    stopping: Data<Stopping>,
    store: Data<dyn Store>,
    bookplate: Data<Bookplate>,
    checks: Data<Checks>,
) -> Result<HttpResponse, Problem> {
    if stopping.has_begun() {
        return Err(Problem::stopping());
    }
    let look = || {
        let (bookplate, checks) = (bookplate.clone(), checks.clone());
        async move {
            let found = bookplate.check_readiness().await;
            log_changes(&found, &checks.logged);
            found
        }
    };
    let found = tokio::select! {
        biased;
        // The log has said so when it began.
        () = store.outage() => return Err(Problem::unready(&["database"])),
        found = checks.looks.ask(look) => found,
    };
    match found {
        None => {
            log_silence(&checks.logged);
            Err(Problem::unready(&["database"]))
        }
        Some(found) if !found.is_ready() => Err(Problem::unready(&failing(&found))),
        Some(found) => Ok(HttpResponse::Ok().json(view(&found))),
    }
}

fn view(found: &Readiness) -> ReadinessView {
    ReadinessView {
        status: "ok",
        checks: ReadinessChecksView {
            database: found.database.as_str(),
            migrations: found.migrations.as_str(),
            keys: found.keys.as_str(),
            outbox: found.outbox.as_str(),
        },
    }
}

fn failing(found: &Readiness) -> Vec<&'static str> {
    let failing = found.checks().into_iter();
    failing.filter_map(|(name, it)| matches!(it, Condition::Failing(_)).then_some(name)).collect()
}

/// Proxies ask each second; the log says once what fails, and once that it does no longer.
fn log_changes(found: &Readiness, logged: &Mutex<Vec<&'static str>>) {
    let failing = failing(found);
    let mut logged = logged.lock().unwrap_or_else(PoisonError::into_inner);
    if *logged == failing {
        return;
    }
    for (check, condition) in found.checks() {
        if let Condition::Failing(cause) = condition
            && !logged.contains(&check)
        {
            tracing::error!(check, error = edge::causes(cause.as_ref()), "this node is not ready");
        }
    }
    if failing.is_empty() {
        tracing::info!("this node is ready again");
    }
    *logged = failing;
}

/// The same for a look that comes to nothing, which only the database can keep waiting.
fn log_silence(logged: &Mutex<Vec<&'static str>>) {
    let mut logged = logged.lock().unwrap_or_else(PoisonError::into_inner);
    if !logged.contains(&"database") {
        tracing::error!(check = "database", "this node is not ready: no answer in time");
        logged.push("database");
    }
}
