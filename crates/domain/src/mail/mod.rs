//! What the service has to tell people, and how it gets there.

mod backlog;
mod backoff;
mod deliver;
mod list_mail;
#[allow(clippy::module_inception)]
mod mail;
mod outbox;
mod ports;
mod purge_mails;
mod retry_mail;

use std::sync::Arc;

use backoff::Backoff;
pub use deliver::{Delivery, Round};
pub use list_mail::ListMail;
pub use mail::{Letter, Mail, MailedToken};
pub use outbox::{Backlog, MailFilter, MailRecord, MailStatus, OutboxMail};
pub use ports::{MailError, Mailer, Outbox, SentMail, SentMails};

use crate::{Policy, Ports};

/// Sends what is owed, and shows it to operators.
#[derive(Clone)]
pub struct Mailroom {
    pub(crate) ports: Arc<Ports>,
    pub(crate) policy: Arc<Policy>,
}
