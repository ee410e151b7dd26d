//! Looks at an installation as it is configured: one file for each check.

mod access;
mod clock;
mod configuration;
mod database;
mod database_file;
mod finding;
mod installation;
mod jwks;
mod keys;
mod mail;
mod metrics;
mod migrations;
mod providers;
mod proxies;
mod public_url;
mod resources;
mod secret;
mod secret_files;
mod seen_address;
mod skew;

use std::{future::Future, path::PathBuf, sync::Arc, time::Duration};

use clap::Args;
use tokio::{task::JoinHandle, time::timeout};

use self::{
    finding::{Finding, Status},
    installation::Installation,
};
use crate::{config::Settings, failure::Failure};

/// How long one check may take.
const LIMIT: Duration = Duration::from_secs(10);
/// The same for what a check asks somebody outside, so that the check can still say so.
const ASKED: Duration = Duration::from_secs(8);

/// Looks at everything around the service and says what is right and what is not: `ok`, `warning` or
/// `error`, the name of the check, what was seen and what to do.
///
/// Run it where the service runs, with the same configuration. It fails if there is an error. It needs
/// no running service, but says more if there is one: it asks for pages at server.public_url, and to
/// see which address the service believes, it makes a visitor in the database, logs the visitor out
/// through server.public_url with a made-up address in the proxies' header, reads from the audit trail
/// which address that came from, and deletes the visitor. Three events of that visitor stay in the
/// audit trail, without an address. It sends no mail but the one of --send-to, and changes nothing
/// else.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Print one JSON array of {"check", "status", "detail"}
    #[arg(long)]
    json: bool,
    /// Fail if there is a warning, too
    #[arg(long)]
    strict: bool,
    /// Send a test mail to this address by the first transport
    #[arg(long, value_name = "ADDRESS")]
    send_to: Option<String>,
}

impl Doctor {
    /// Runs every check at once, and prints what they found in the order of the list.
    pub async fn run(self, settings: &Settings, file: Option<PathBuf>) -> Result<(), Failure> {
        let all = Arc::new(Installation::new(settings.clone(), file));
        let mut running = vec![
            begin("configuration", configuration::check(all.clone())),
            begin("access", access::check(all.clone())),
            begin("secret", secret::check(all.clone())),
            begin("open_files", resources::check(all.clone())),
            begin("database", database::check(all.clone())),
            begin("migrations", migrations::check(all.clone())),
            begin("clock", clock::check(all.clone())),
            begin("keys", keys::check(all.clone())),
            begin("public_url", public_url::check(all.clone())),
            begin("jwks", jwks::check(all.clone())),
            begin("proxies", proxies::check(all.clone())),
            begin("mail", mail::check(all.clone())),
            begin("oauth", providers::check(all.clone())),
            begin("metrics", metrics::check(all.clone())),
        ];
        if let Some(to) = self.send_to {
            running.push(begin("test_mail", mail::send(all.clone(), to)));
        }
        let mut findings = Vec::new();
        for (name, check) in running {
            findings.extend(ended(name, check).await);
        }
        finding::print(&findings, self.json)?;
        verdict(&findings, self.strict)
    }
}

type Running = (&'static str, JoinHandle<Vec<Finding>>);

fn begin(
    name: &'static str,
    check: impl Future<Output = Vec<Finding>> + Send + 'static,
) -> Running {
    // On a task of its own: a check that blocks or panics is one line and nothing more.
    (name, tokio::spawn(async move { limited(name, LIMIT, check).await }))
}

async fn limited(
    name: &'static str,
    limit: Duration,
    check: impl Future<Output = Vec<Finding>> + Send,
) -> Vec<Finding> {
    let late = || vec![Finding::error(name, format!("not done within {limit:?}"))];
    timeout(limit, check).await.unwrap_or_else(|_| late())
}

async fn ended(name: &'static str, check: JoinHandle<Vec<Finding>>) -> Vec<Finding> {
    // Longer than the limit within: this is for a check that holds up its thread.
    match timeout(LIMIT + Duration::from_secs(1), check).await {
        Ok(Ok(findings)) => findings,
        Ok(Err(error)) => vec![Finding::error(name, format!("the check itself failed: {error}"))],
        Err(_) => vec![Finding::error(name, format!("not done within {LIMIT:?}"))],
    }
}

fn verdict(findings: &[Finding], strict: bool) -> Result<(), Failure> {
    let count = |status| findings.iter().filter(|finding| finding.status == status).count();
    let (errors, warnings) = (count(Status::Error), count(Status::Warning));
    if errors == 0 && (warnings == 0 || !strict) {
        return Ok(());
    }
    Err(Failure::Incomplete(format!("doctor: {errors} errors, {warnings} warnings")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(findings: &[Finding], strict: bool) -> bool {
        verdict(findings, strict).is_ok()
    }

    #[test]
    fn an_error_fails_and_a_warning_does_where_it_is_taken_for_one() {
        let ok = Finding::ok("a", "well");
        let warning = Finding::warning("b", "not so well");
        let error = Finding::error("c", "broken");
        assert!(holds(std::slice::from_ref(&ok), true));
        assert!(holds(&[ok.clone(), warning.clone()], false));
        assert!(!holds(&[ok.clone(), warning], true));
        assert!(!holds(&[ok, error], false));
    }

    #[tokio::test]
    async fn a_check_that_panics_is_an_error_of_its_own() {
        async fn broken() -> Vec<Finding> {
            panic!("on purpose")
        }
        let (name, check) = begin("a", broken());
        let findings = ended(name, check).await;
        assert_eq!(findings[0].status, Status::Error);
        assert_eq!(findings.len(), 1);
    }

    #[tokio::test]
    async fn a_check_that_never_ends_is_given_up() {
        let limit = Duration::from_millis(5);
        let findings = limited("a", limit, std::future::pending()).await;
        assert_eq!(findings, [Finding::error("a", "not done within 5ms")]);
    }
}
