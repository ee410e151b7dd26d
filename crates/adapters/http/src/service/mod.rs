//! What the service says of itself.

pub(crate) mod config;
mod docs;
pub(crate) mod jwks;
pub(crate) mod live;
mod one_at_a_time;
pub(crate) mod ready;

pub(crate) use config::config;
pub(crate) use docs::{docs, docs_entry};
pub(crate) use jwks::jwks;
pub(crate) use live::live;
pub(crate) use ready::{Checks, ready};
