//! `/dev`: what only a development server shows.

mod mailbox;

pub(crate) use mailbox::mailbox;
