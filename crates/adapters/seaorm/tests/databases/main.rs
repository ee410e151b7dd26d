//! The store on real databases: SQLite files, and the PostgreSQL of `tests/with-postgres`.

// A panic is how a test fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
mod database;

mod a_million_messages;
mod a_million_users;
mod chat_acts;
mod chat_crowd;
mod chat_machine;
mod chat_plans;
mod chats_open;
mod conformance;
mod corrupt_identities;
mod corrupt_rows;
mod crowd;
mod epochs;
mod expansion;
mod failures;
mod forgotten_words;
mod limiter;
mod list_plans;
mod listening;
mod network;
mod observer;
mod outbox_bell;
mod purge_under_load;
mod query_plans;
mod registrations;
mod schema;
mod server_stops;
mod session_machine;
mod silence;
mod sqlite;
mod storage;
mod throttle;
mod transactions;
