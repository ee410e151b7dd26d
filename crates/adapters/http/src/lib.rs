//! The HTTP interface, version 1: the only crate that knows HTTP.
//!
//! A request travels from the table in `routes` through the edge (request id, limits, headers) to
//! a handler, which parses, calls a use case and presents what came of it. What went wrong becomes
//! an answer in one place, `problem`.

mod admin;
mod auth;
mod chats;
mod config;
mod connection;
mod dev;
mod edge;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod metrics_server;
mod moderation;
mod openapi;
mod pages;
mod problem;
mod routes;
mod server;
mod service;
mod sessions;
mod static_files;
mod stopping;
#[cfg(test)]
mod testing;
mod users;
#[cfg(test)]
mod walk;
mod wire;

pub use config::{CorsConfig, HttpConfig, ProxyConfig, ProxyHeader, RemoteParent};
pub use edge::EXPORTED_SPANS;
pub use metrics_server::MetricsServer;
pub use openapi::{make_openapi_json, openapi_json};
pub use server::{BoundServer, Http};
pub use stopping::ServerStop;
pub use users::export_line;
pub use wire::{admin_user_line, mail_line};
