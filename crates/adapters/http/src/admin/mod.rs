//! `/admin`: what is done to the accounts of others, and to the service.

pub(crate) mod delete_user;
pub(crate) mod invite_user;
pub(crate) mod list_events;
pub(crate) mod list_mail;
pub(crate) mod list_user_sessions;
pub(crate) mod list_users;
pub(crate) mod read_user;
pub(crate) mod retry_mail;
pub(crate) mod revoke_user_sessions;
pub(crate) mod rotate_signing_key;
pub(crate) mod start_password_reset;
pub(crate) mod update_user;

pub(crate) use delete_user::delete_user;
pub(crate) use invite_user::invite_user;
pub(crate) use list_events::list_events;
pub(crate) use list_mail::list_mail;
pub(crate) use list_user_sessions::list_user_sessions;
pub(crate) use list_users::list_users;
pub(crate) use read_user::read_user;
pub(crate) use retry_mail::retry_mail;
pub(crate) use revoke_user_sessions::revoke_user_sessions;
pub(crate) use rotate_signing_key::rotate_signing_key;
pub(crate) use start_password_reset::start_password_reset;
pub(crate) use update_user::update_user;

#[cfg(test)]
mod tests;
