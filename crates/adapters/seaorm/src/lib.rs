//! The store on SQLite or PostgreSQL, chosen by the URL at run time.
//!
//! [`SeaOrmStore`] keeps the domain's collections, [`Schema`] brings the tables up to date. One
//! implementation of each repository serves both databases, and both reads and transactions: it is
//! generic over the connection. Statements on the path of every request are constant SQL
//! (`repositories/`), the rest goes through SeaORM's entities (`rows/`), which never leave this
//! crate.

mod change;
mod collections;
mod connect;
mod database_limiter;
mod database_throttle;
mod db_time;
mod error;
mod in_time;
mod inspection;
mod listen;
mod open_file;
mod options;
mod outage;
mod page;
mod patience;
mod pool;
mod pool_state;
mod postgres;
mod purge;
mod repositories;
mod rows;
mod schema;
mod sql;
mod sqlite;
mod store;
mod unit_of_work;

pub use database_limiter::DatabaseLimiter;
pub use database_throttle::DatabaseThrottle;
pub use inspection::{ClockReading, DatabaseFacts, Inspection, ServerFacts};
pub use options::{ConnectError, DatabaseOptions};
pub use outage::reach;
pub use pool_state::PoolState;
pub use schema::{Schema, SchemaError};
pub use store::{SeaOrmStore, StatementObserver};
