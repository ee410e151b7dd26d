//! The collections, one file each, on whatever connection they are given.

mod audit;
mod audit_list;
mod email_changes;
mod one_time_tokens;
mod outbox;
mod outbox_list;
mod preferences;
mod registrations;
mod revocations;
mod search_keys;
mod sessions;
mod signing_keys;
mod users;
mod users_list;
