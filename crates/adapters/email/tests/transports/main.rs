//! The transports against servers of their protocols, which `tests/peers` holds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod every_mail;
mod examined;
mod failover;
mod letters;
mod peer;
mod resend;
mod smtp;
mod smtp_failures;
