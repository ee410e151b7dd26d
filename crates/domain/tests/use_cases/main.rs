//! Every use case, on the in-memory store, with a clock and dice that obey.

// Clippy knows a test by its attribute; what surrounds the tests here is no less of a test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authenticate;
mod change_password;
mod chats;
mod create_user;
mod delete_account;
mod deliver;
mod email_change;
mod email_change_reverted;
mod export;
mod failed_passwords;
mod identities;
mod import_users;
mod invite_user;
mod keys;
mod list_events;
mod list_mail;
mod list_revocations;
mod live_sessions;
mod load_signing_keys;
mod log_in;
mod log_out;
mod log_out_everywhere;
mod manage_sessions;
mod new_device;
mod purges;
mod readiness;
mod reauthenticate;
mod refresh;
mod refusals;
mod register;
mod resend_verification;
mod reset_password;
mod update_preferences;
mod update_profile;
mod update_user;
mod verify_email;
mod visitors;
mod world;
