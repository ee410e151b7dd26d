//! `/dev`: what only a development server shows.

mod mailbox;

pub(crate) use mailbox::mailbox;

/// The mails that were sent.
pub(crate) type Mailbox = dyn bookplate_domain::mail::SentMails;
