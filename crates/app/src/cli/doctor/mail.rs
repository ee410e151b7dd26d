use std::sync::Arc;

use bookplate_crypto::SystemRandom;
use bookplate_domain::{mail::MailError, shared::MailId};
use tokio::time::timeout;

use super::{ASKED, finding::Finding, installation::Installation};
use crate::mail_transports::{self, Examined};

/// Connects to every transport as for a mail, and sends none.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    let transports = match mail_transports::each(&all.settings) {
        Ok(transports) => transports,
        Err(failure) => return vec![Finding::error("mail", failure.line())],
    };
    if transports.is_empty() {
        let detail = "mail.transport is mailbox: mails stay in memory and nobody gets them";
        return vec![Finding::warning("mail", detail)];
    }
    let asked: Vec<_> = transports.into_iter().map(|one| tokio::spawn(examine(one))).collect();
    let mut findings = Vec::new();
    for answer in asked {
        findings.push(answer.await.unwrap_or_else(|error| {
            Finding::error("mail", format!("cannot be looked at: {error}"))
        }));
    }
    findings
}

async fn examine((name, transport): Examined) -> Finding {
    let name = format!("mail.{name}");
    match timeout(ASKED, transport.examine()).await {
        Ok(Ok(seen)) => Finding::ok(name, seen),
        Ok(Err(error)) => Finding::error(name, error.said()),
        Err(_) => Finding::error(name, format!("no answer within {ASKED:?}")),
    }
}

/// Sends a test mail by the first transport.
pub(super) async fn send(all: Arc<Installation>, to: String) -> Vec<Finding> {
    const NAME: &str = "test_mail";
    let transports = match mail_transports::each(&all.settings) {
        Ok(transports) => transports,
        Err(failure) => return vec![Finding::error(NAME, failure.line())],
    };
    let Some((name, transport)) = transports.into_iter().next() else {
        return vec![Finding::error(NAME, "not sent: mail.transport is mailbox")];
    };
    let id = MailId::mint(all.clock.now(), &SystemRandom);
    vec![match timeout(ASKED, transport.send_trial(id, &to)).await {
        Ok(Ok(())) => Finding::ok(NAME, format!("{name} took it for {to}: see whether it arrives")),
        Ok(Err(error)) => Finding::error(NAME, refused(name, &error)),
        Err(_) => Finding::error(NAME, format!("{name} did not take it within {ASKED:?}")),
    }]
}

fn refused(name: &str, error: &MailError) -> String {
    format!("{name} did not take it: {}", error.said())
}
