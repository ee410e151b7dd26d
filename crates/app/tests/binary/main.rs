//! The built binary, as an operator meets it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test support")]

mod accounts;
mod config;
mod containers;
mod doctor;
mod doctor_proxies;
mod doctor_public_url;
mod haproxy;
mod keys;
mod mail;
mod migrate;
mod process;
mod providers;
mod secret_rotation;
mod serve;
mod signed_in;
mod start_up;
mod static_files;
mod users_change;
mod users_create;
mod users_delete;
mod users_export;
mod users_import;
mod users_import_refusals;
mod users_list;
