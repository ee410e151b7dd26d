//! The tables as SeaORM sees them, and the way from there to the domain and back.

pub(crate) mod audit_event;
pub(crate) mod chat;
pub(crate) mod email_change;
mod locale;
mod mail_payload;
pub(crate) mod mail_record;
pub(crate) mod message;
pub(crate) mod one_time_token;
pub(crate) mod outbox_mail;
pub(crate) mod preferences;
mod read;
pub(crate) mod registration;
pub(crate) mod report;
pub(crate) mod session;
pub(crate) mod signing_key;
pub(crate) mod user;
