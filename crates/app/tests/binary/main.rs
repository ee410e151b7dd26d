//! The built binary, as an operator meets it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test support")]

mod config;
mod mail;
mod migrate;
mod process;
mod serve;
mod start_up;
mod users_create;
