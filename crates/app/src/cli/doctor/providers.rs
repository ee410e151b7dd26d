use std::sync::Arc;

use bookplate_domain::identities::Provider;
use tokio::time::timeout;

use super::{ASKED, finding::Finding, installation::Installation};
use crate::{failure::Causes, providers};

/// Asks everybody through whom one can sign in, as `config check` does.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    let providers = match providers::open(&all.settings, &all.clock) {
        Ok(providers) => providers,
        Err(failure) => return vec![Finding::error("providers", failure.line())],
    };
    if providers.is_empty() {
        return vec![Finding::ok("providers", "none is configured")];
    }
    let asked: Vec<_> = providers.into_iter().map(|one| tokio::spawn(ask(one))).collect();
    let mut findings = Vec::new();
    for answer in asked {
        findings.push(answer.await.unwrap_or_else(|error| {
            Finding::error("providers", format!("cannot be asked: {error}"))
        }));
    }
    findings
}

async fn ask(provider: Provider) -> Finding {
    let name = format!("oauth.{}", provider.name);
    match timeout(ASKED, provider.adapter.check()).await {
        Ok(Ok(())) => Finding::ok(name, "answers, and is who it is said to be"),
        Ok(Err(error)) => Finding::error(name, Causes(&error).to_string()),
        Err(_) => Finding::error(name, format!("no answer within {ASKED:?}")),
    }
}
