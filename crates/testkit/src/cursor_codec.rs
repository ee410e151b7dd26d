//! The promises of [`CursorCodec`].

// The name of a case is its documentation.
#![allow(missing_docs)]

use bookplate_domain::shared::{CursorCodec, CursorError};

/// Runs every case of [`CursorCodec`]. Takes the path of a function that makes the adapter;
/// all that it makes share one secret.
#[macro_export]
macro_rules! cursor_codec_conformance {
    ($factory:path) => {
        $crate::cases! { cursor_codec, $factory,
            any_key_comes_back_whole
            another_node_with_the_secret_opens_it
            the_text_needs_no_escaping_in_a_url
            another_scope_is_refused
            scope_and_key_are_kept_apart
            a_text_altered_anywhere_is_refused
            a_text_made_longer_or_shorter_is_refused
            no_foreign_text_is_accepted
        }
    };
}

const SCOPE: &str = "chats of 0198f2a0";
const URL_SAFE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn keys() -> [Vec<u8>; 4] {
    [Vec::new(), b"2026-11-21T09:30:00.000Z".to_vec(), (0..=u8::MAX).collect(), vec![0; 1000]]
}

pub fn any_key_comes_back_whole<T: CursorCodec>(make: impl Fn() -> T) {
    let codec = make();
    for key in keys() {
        assert_eq!(codec.open(SCOPE, &codec.seal(SCOPE, &key)), Ok(key));
    }
}

pub fn another_node_with_the_secret_opens_it<T: CursorCodec>(make: impl Fn() -> T) {
    let text = make().seal(SCOPE, b"key");
    assert_eq!(make().open(SCOPE, &text), Ok(b"key".to_vec()));
}

pub fn the_text_needs_no_escaping_in_a_url<T: CursorCodec>(make: impl Fn() -> T) {
    for key in keys() {
        let text = make().seal(SCOPE, &key);
        assert!(!text.is_empty());
        assert!(text.chars().all(|c| URL_SAFE.contains(c)), "{text}");
    }
}

pub fn another_scope_is_refused<T: CursorCodec>(make: impl Fn() -> T) {
    let codec = make();
    let text = codec.seal(SCOPE, b"key");
    for scope in ["", "chats of 0198f2a1", "chats of 0198f2a", "messages"] {
        assert_eq!(codec.open(scope, &text), Err(CursorError), "{scope}");
    }
}

pub fn scope_and_key_are_kept_apart<T: CursorCodec>(make: impl Fn() -> T) {
    let codec = make();
    assert_ne!(codec.seal("ab", b"c"), codec.seal("a", b"bc"));
    assert_eq!(codec.open("a", &codec.seal("ab", b"c")), Err(CursorError));
}

pub fn a_text_altered_anywhere_is_refused<T: CursorCodec>(make: impl Fn() -> T) {
    let codec = make();
    let text = codec.seal(SCOPE, b"0198f2a0");
    for place in 0..text.len() {
        for other in URL_SAFE.chars().filter(|c| !text[place..].starts_with(*c)) {
            let mut altered = text.clone();
            altered.replace_range(place..=place, &other.to_string());
            assert_eq!(codec.open(SCOPE, &altered), Err(CursorError), "{altered}");
        }
    }
}

pub fn a_text_made_longer_or_shorter_is_refused<T: CursorCodec>(make: impl Fn() -> T) {
    let codec = make();
    let text = codec.seal(SCOPE, b"0198f2a0");
    for end in 0..text.len() {
        assert_eq!(codec.open(SCOPE, &text[..end]), Err(CursorError));
        assert_eq!(codec.open(SCOPE, &text[end + 1..]), Err(CursorError));
    }
    for altered in [format!("{text}A"), format!("{text}="), format!(" {text}\n")] {
        assert_eq!(codec.open(SCOPE, &altered), Err(CursorError), "{altered:?}");
    }
}

pub fn no_foreign_text_is_accepted<T: CursorCodec>(make: impl Fn() -> T) {
    let long = "A".repeat(1_000_000);
    for text in ["", "=", "A", "пароль", "\0", "../../etc", "%41%41", &long] {
        assert_eq!(make().open(SCOPE, text), Err(CursorError));
    }
}
