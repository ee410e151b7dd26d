//! Starts the built binary on a real database and speaks to it as a client would.
//!
//! A test that cannot have what it needs fails and says what to do; none is skipped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test support")]

mod address;
mod arrival;
mod browser;
mod built_site;
mod chance;
mod chats;
mod client;
mod database;
mod fastapi_chat;
mod fixed_address;
mod github_server;
mod haproxy;
mod hostile_provider;
mod ledger;
mod lossy_network;
mod moderator;
mod node_script;
mod nodes;
mod open_connection;
mod openid_provider;
mod otlp_receiver;
mod patience;
mod peer;
mod pooler;
mod postgres_server;
mod program;
mod replica;
mod resend_server;
mod route;
mod rows;
mod scrape;
mod service;
mod sign_in;
mod signal;
mod small_disk;
mod smtp_server;
mod steady_reader;
mod strace;
mod strays;
mod tab;
mod token;
mod witness;

pub use address::{at, free_port, host_and_port};
pub use arrival::Arrival;
pub use browser::{Browser, PUBLIC_URL, Page, SIGNED_IN};
pub use built_site::{built_site, write_file};
pub use chance::chance;
pub use chats::{
    ChatClient, Sent, answer, chat_id, encoded, following, hang_up, question, raw_append,
    stands_raw, texts,
};
pub use client::{Answer, Client};
pub use database::{Database, psql};
pub use fastapi_chat::FastApiChat;
pub use fixed_address::FixedAddress;
pub use github_server::GitHubServer;
pub use haproxy::Haproxy;
pub use hostile_provider::HostileProvider;
pub use ledger::Ledger;
pub use lossy_network::LossyNetwork;
pub use moderator::{Moderator, report};
pub use node_script::node_script;
pub use nodes::Nodes;
pub use open_connection::{Heard, OpenConnection};
pub use openid_provider::OpenIdProvider;
pub use otlp_receiver::OtlpReceiver;
pub use patience::{PATIENCE, eventually, wait_for};
pub use pooler::Pooler;
pub use postgres_server::PostgresServer;
pub use program::{Program, needed};
pub use replica::Replica;
pub use resend_server::ResendServer;
pub use route::{Access, Route};
pub use rows::{holding, is_event, names_nobody, tail_in_hex, ways_in};
pub use scrape::Scrape;
pub use service::{Options, Service, binary};
pub use sign_in::SignIn;
pub use signal::signal;
pub use small_disk::SmallDisk;
pub use smtp_server::SmtpServer;
pub use steady_reader::SteadyReader;
pub use strace::Strace;
pub use tab::{Acknowledged, Asked, Stage, Tab, Tally};
pub use token::{kid, token_of};
pub use witness::{Watched, Witness};

/// A password that every policy accepts.
pub const PASSWORD: &str = "correct horse battery staple";

/// What all nodes of one installation share, and one after the other on one database.
pub const SECRET: &str = "q7LmZ2xVtR9bKfW4sYc8Nd3HpJg6Ae1UoXiT5kBw";

/// Writes a test once and runs it on SQLite and on PostgreSQL.
///
/// Each test is an `async fn(Database)`; it becomes `NAME::on_sqlite` and `NAME::on_postgres`.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                super::$name($crate::Database::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                super::$name($crate::Database::postgres()).await;
            }
        }
    )+};
}
