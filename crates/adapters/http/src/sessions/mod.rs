//! `/sessions`: where the caller is signed in; and for other services, which sessions have ended.

pub(crate) mod list_revocations;
pub(crate) mod list_sessions;
pub(crate) mod revoke_session;
mod since;

pub(crate) use list_revocations::list_revocations;
pub(crate) use list_sessions::list_sessions;
pub(crate) use revoke_session::{revoke_other_sessions, revoke_session};

#[cfg(test)]
mod tests;
