//! The collections, one file each, on whatever connection they are given.

mod audit;
mod email_changes;
mod one_time_tokens;
mod outbox;
mod outbox_list;
mod registrations;
mod revocations;
mod sessions;
mod signing_keys;
mod users;
