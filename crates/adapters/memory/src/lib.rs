//! The in-memory twin of the database, for tests, examples and embedding.
//!
//! It keeps every promise of [`Store`](bookplate_domain::store::Store) but one: what is committed
//! lives as long as the process.

mod change;
mod collections;
mod kept_mail;
mod kept_messages;
mod memory_store;
mod search_index;
mod state;
mod view;

pub use memory_store::{BuriedMail, MemoryStore};
