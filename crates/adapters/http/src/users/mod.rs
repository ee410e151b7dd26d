//! `/users`: what callers do with their own account.

pub(crate) mod delete_account;
pub(crate) mod export_own_data;
mod held;
pub(crate) mod link_identity;
pub(crate) mod list_identities;
pub(crate) mod list_own_events;
pub(crate) mod preferences;
mod preferences_shape;
pub(crate) mod read_own_account;
pub(crate) mod unlink_identity;
pub(crate) mod update_profile;

pub(crate) use delete_account::delete_account;
pub(crate) use export_own_data::export_own_data;
pub use held::export_line;
pub(crate) use link_identity::link_identity;
pub(crate) use list_identities::list_identities;
pub(crate) use list_own_events::list_own_events;
pub(crate) use preferences::{read_preferences, update_preferences};
pub(crate) use read_own_account::read_own_account;
pub(crate) use unlink_identity::unlink_identity;
pub(crate) use update_profile::update_profile;

#[cfg(test)]
mod tests;
