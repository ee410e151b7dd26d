//! The promises of [`OpaqueTokens`].

// The name of a case is its documentation.
#![allow(missing_docs)]

use bookplate_domain::users::{OpaqueToken, OpaqueTokens, TokenPurpose};
use secrecy::ExposeSecret;
use uuid::Uuid;

/// Runs every case of [`OpaqueTokens`]. Takes the path of a function that makes the
/// adapter; all that it makes share one secret.
#[macro_export]
macro_rules! opaque_tokens_conformance {
    ($factory:path) => {
        $crate::cases! { opaque_tokens, $factory,
            a_token_names_its_id_and_generation
            a_token_is_the_same_every_time_and_on_every_node
            a_token_begins_with_the_prefix_of_its_purpose
            a_token_needs_no_escaping_in_a_url
            tokens_of_different_things_differ
            a_token_of_another_purpose_is_refused
            another_prefix_does_not_make_another_purpose
            a_token_altered_anywhere_is_refused
            a_token_made_longer_or_shorter_is_refused
            no_foreign_token_is_accepted
        }
    };
}

const ID: Uuid = Uuid::from_u128(0x0198_f2a0_0000_7000_8000_0000_0000_00ff);
const URL_SAFE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn issue(tokens: &impl OpaqueTokens, purpose: TokenPurpose) -> String {
    tokens.issue(purpose, ID, 7).expose_secret().to_owned()
}

pub fn a_token_names_its_id_and_generation<T: OpaqueTokens>(make: impl Fn() -> T) {
    let tokens = make();
    for purpose in TokenPurpose::ALL {
        for id in [ID, Uuid::nil(), Uuid::max()] {
            for generation in [0, 1, 255, 256, u32::MAX] {
                let text = tokens.issue(purpose, id, generation);
                let named = Some(OpaqueToken { id, generation });
                assert_eq!(tokens.open(purpose, text.expose_secret()), named);
            }
        }
    }
}

pub fn a_token_is_the_same_every_time_and_on_every_node<T: OpaqueTokens>(make: impl Fn() -> T) {
    let (one, other) = (make(), make());
    for purpose in TokenPurpose::ALL {
        assert_eq!(issue(&one, purpose), issue(&one, purpose));
        assert_eq!(issue(&one, purpose), issue(&other, purpose));
        assert!(other.open(purpose, &issue(&one, purpose)).is_some());
    }
}

pub fn a_token_begins_with_the_prefix_of_its_purpose<T: OpaqueTokens>(make: impl Fn() -> T) {
    for purpose in TokenPurpose::ALL {
        assert!(issue(&make(), purpose).starts_with(purpose.prefix()));
    }
}

pub fn a_token_needs_no_escaping_in_a_url<T: OpaqueTokens>(make: impl Fn() -> T) {
    for purpose in TokenPurpose::ALL {
        let text = issue(&make(), purpose);
        assert!(text.chars().all(|c| URL_SAFE.contains(c)), "{text}");
    }
}

pub fn tokens_of_different_things_differ<T: OpaqueTokens>(make: impl Fn() -> T) {
    let tokens = make();
    let mut seen = std::collections::HashSet::new();
    for purpose in TokenPurpose::ALL {
        for id in [ID, Uuid::nil()] {
            for generation in 0..3 {
                let token = tokens.issue(purpose, id, generation);
                let body = token.expose_secret()[purpose.prefix().len()..].to_owned();
                assert!(seen.insert(body), "two things share a token");
            }
        }
    }
}

pub fn a_token_of_another_purpose_is_refused<T: OpaqueTokens>(make: impl Fn() -> T) {
    let tokens = make();
    for (made_for, used_for) in pairs() {
        assert_eq!(tokens.open(used_for, &issue(&tokens, made_for)), None);
    }
}

pub fn another_prefix_does_not_make_another_purpose<T: OpaqueTokens>(make: impl Fn() -> T) {
    let tokens = make();
    for (made_for, used_for) in pairs() {
        let text = issue(&tokens, made_for);
        let dressed_up = text.replacen(made_for.prefix(), used_for.prefix(), 1);
        assert_ne!(text, dressed_up);
        assert_eq!(tokens.open(used_for, &dressed_up), None);
    }
}

pub fn a_token_altered_anywhere_is_refused<T: OpaqueTokens>(make: impl Fn() -> T) {
    let tokens = make();
    let text = issue(&tokens, TokenPurpose::Refresh);
    for place in 0..text.len() {
        for other in URL_SAFE.chars().filter(|c| !text[place..].starts_with(*c)) {
            let mut altered = text.clone();
            altered.replace_range(place..=place, &other.to_string());
            assert_eq!(tokens.open(TokenPurpose::Refresh, &altered), None);
        }
    }
}

pub fn a_token_made_longer_or_shorter_is_refused<T: OpaqueTokens>(make: impl Fn() -> T) {
    let tokens = make();
    let text = issue(&tokens, TokenPurpose::Refresh);
    for end in 0..text.len() {
        assert_eq!(tokens.open(TokenPurpose::Refresh, &text[..end]), None);
        assert_eq!(tokens.open(TokenPurpose::Refresh, &text[end + 1..]), None);
    }
    for altered in [format!("{text}A"), format!("{text}="), format!(" {text}\n")] {
        assert_eq!(tokens.open(TokenPurpose::Refresh, &altered), None);
    }
}

pub fn no_foreign_token_is_accepted<T: OpaqueTokens>(make: impl Fn() -> T) {
    let tokens = make();
    for purpose in TokenPurpose::ALL {
        let prefix = purpose.prefix();
        for body in ["", "A", "=", "пароль", "\0", &"A".repeat(1_000_000)] {
            assert_eq!(tokens.open(purpose, body), None);
            assert_eq!(tokens.open(purpose, &format!("{prefix}{body}")), None);
        }
    }
}

fn pairs() -> impl Iterator<Item = (TokenPurpose, TokenPurpose)> {
    let all = TokenPurpose::ALL;
    all.into_iter().flat_map(move |a| all.into_iter().map(move |b| (a, b))).filter(|(a, b)| a != b)
}
