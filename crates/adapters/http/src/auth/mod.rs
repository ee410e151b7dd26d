//! `/auth`: how a session begins and ends.

pub(crate) mod accept_invitation;
pub(crate) mod email_change;
pub(crate) mod log_in;
pub(crate) mod log_out;
mod measures;
pub(crate) mod oauth;
pub(crate) mod password_change;
pub(crate) mod password_reset;
pub(crate) mod password_strength;
pub(crate) mod reauthenticate;
pub(crate) mod refresh;
pub(crate) mod register;
pub(crate) mod resend_verification;
pub(crate) mod session;
pub(crate) mod start_anonymous;
mod transport;
pub(crate) mod verify_email;

pub(crate) use accept_invitation::accept_invitation;
pub(crate) use email_change::{confirm_email_change, request_email_change, revert_email_change};
pub(crate) use log_in::log_in;
pub(crate) use log_out::log_out;
pub(crate) use measures::describe as describe_measures;
pub(crate) use oauth::{complete_authorization, exchange_code, refused, start_authorization};
pub(crate) use password_change::change_password;
pub(crate) use password_reset::{request_password_reset, reset_password};
pub(crate) use password_strength::rate_password;
pub(crate) use reauthenticate::reauthenticate;
pub(crate) use refresh::refresh;
pub(crate) use register::register;
pub(crate) use resend_verification::resend_verification;
pub(crate) use session::session;
pub(crate) use start_anonymous::start_anonymous;
pub(crate) use verify_email::verify_email;

#[cfg(test)]
mod tests;
