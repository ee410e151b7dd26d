//! The promises of each port, as cases that any adapter can run.
//!
//! A port's documentation says what an implementer MUST do; here each MUST is a case, named as a
//! sentence. One macro a port turns its cases into tests of an adapter, one test each:
//!
//! ```ignore
//! bookplate_testkit::cursor_codec_conformance!(cursors);
//! bookplate_testkit::store_conformance!(an_empty_store);
//! ```
//!
//! Beside them stand what tests of the rules need: a clock and dice that obey, entities with
//! unique ids, and plain [`doubles`] for the ports that do not keep anything.

// This crate exists to fail tests, and a panic is how a test fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod access_tokens;
mod cases;
mod chat_entities;
pub mod chat_machine;
pub mod cursor_codec;
pub mod doubles;
mod entities;
mod failing_store;
mod identity_entities;
mod manual_clock;
pub mod opaque_tokens;
pub mod password_hasher;
pub mod password_throttle;
mod plain_service;
mod property;
pub mod rate_limiter;
mod seeded_random;
pub mod session_machine;
pub mod store;

pub use cases::run;
pub use chat_entities::{
    a_bare_chat, a_chat, a_chat_id, a_message, a_message_id, a_question, a_report,
};
pub use entities::{
    a_client, a_locale, a_mail, a_moment, a_password_hash, a_registration, a_session,
    a_signing_key, a_token, a_token_id, a_user, a_visitor, an_address, an_email_change, an_event,
};
pub use identity_entities::{
    a_code_challenge, a_completed_authorization, a_pending_authorization, a_provider_name,
    a_subject, an_assertion, an_authorization_id, an_identity,
};
pub use manual_clock::ManualClock;
pub use seeded_random::SeededRandom;

#[cfg(test)]
mod tests {
    /// The source of a file that has cases, and of the file that lists them.
    const FILES: [(&str, &str); 44] = [
        alone(include_str!("access_tokens.rs")),
        alone(include_str!("cursor_codec.rs")),
        alone(include_str!("opaque_tokens.rs")),
        alone(include_str!("password_hasher.rs")),
        alone(include_str!("password_throttle.rs")),
        alone(include_str!("rate_limiter.rs")),
        of_store(include_str!("store/audit.rs")),
        of_identities(include_str!("store/authorizations.rs")),
        of_store(include_str!("store/email_change_races.rs")),
        of_store(include_str!("store/email_changes.rs")),
        of_store(include_str!("store/held_addresses.rs")),
        of_identities(include_str!("store/identities.rs")),
        of_identities(include_str!("store/identity_races.rs")),
        (include_str!("store/listeners.rs"), include_str!("store/listener_macros.rs")),
        of_store(include_str!("store/one_time_tokens.rs")),
        of_store(include_str!("store/outbox.rs")),
        of_store(include_str!("store/outbox_records.rs")),
        of_store(include_str!("store/preferences.rs")),
        of_store(include_str!("store/races.rs")),
        of_store(include_str!("store/registrations.rs")),
        of_store(include_str!("store/revocations.rs")),
        of_store(include_str!("store/sessions.rs")),
        of_store(include_str!("store/signing_keys.rs")),
        of_store(include_str!("store/transactions.rs")),
        of_store(include_str!("store/user_sessions.rs")),
        of_store(include_str!("store/user_lists.rs")),
        of_store(include_str!("store/user_search.rs")),
        of_store(include_str!("store/user_races.rs")),
        of_store(include_str!("store/user_writes.rs")),
        of_store(include_str!("store/users.rs")),
        of_store(include_str!("store/visitors.rs")),
        of_chats(include_str!("store/chat_ends.rs")),
        of_chats(include_str!("store/chat_gifts.rs")),
        of_chats(include_str!("store/chat_lists.rs")),
        of_chats(include_str!("store/chat_moves.rs")),
        of_chats(include_str!("store/chat_races.rs")),
        of_chats(include_str!("store/chat_search.rs")),
        of_chats(include_str!("store/chat_search_changes.rs")),
        of_chats(include_str!("store/chats.rs")),
        of_chats(include_str!("store/message_pages.rs")),
        of_chats(include_str!("store/message_paths.rs")),
        of_chats(include_str!("store/messages.rs")),
        of_chats(include_str!("store/reports.rs")),
        of_chats(include_str!("store/visitor_questions.rs")),
    ];

    const fn alone(source: &'static str) -> (&'static str, &'static str) {
        (source, source)
    }

    const fn of_store(source: &'static str) -> (&'static str, &'static str) {
        (source, include_str!("store/macros.rs"))
    }

    const fn of_chats(source: &'static str) -> (&'static str, &'static str) {
        (source, include_str!("store/chat_macros.rs"))
    }

    const fn of_identities(source: &'static str) -> (&'static str, &'static str) {
        (source, include_str!("store/identity_macros.rs"))
    }

    #[test]
    fn every_case_is_on_its_list() {
        for (source, list) in FILES {
            let heads = source.lines().filter_map(|line| {
                line.strip_prefix("pub fn ").or(line.strip_prefix("pub async fn "))
            });
            let mut cases = 0;
            for head in heads {
                let name = head.split(['<', '(']).next().unwrap();
                let listed = list.lines().any(|line| line.starts_with(' ') && line.contains(name));
                assert!(listed, "{name} is on no list");
                cases += 1;
            }
            assert!(cases > 0);
        }
    }
}
