//! The collections, one file each, on whatever connection they are given.

mod audit;
mod audit_list;
mod bulk;
mod chat_moves;
mod chat_search;
mod chats;
mod chats_list;
mod email_changes;
mod messages;
mod messages_list;
mod messages_way;
mod one_time_tokens;
mod outbox;
mod outbox_list;
mod preferences;
mod registrations;
mod reports;
mod revocations;
mod search_keys;
mod sessions;
mod signing_keys;
mod users;
mod users_list;
mod visitor_questions;
mod visitors;
