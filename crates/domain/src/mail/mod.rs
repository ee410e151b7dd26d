//! What the service has to tell people, and how it gets there.

mod deliver;
#[allow(clippy::module_inception)]
mod mail;
mod outbox;
mod ports;

pub use deliver::{Delivery, Mailroom};
pub use mail::{Letter, Mail};
pub use outbox::OutboxMail;
pub use ports::{MailError, Mailer, Outbox, SentMail, SentMails};
