//! `docs/errors.md` against the source: what a client can meet is explained, and nothing else is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeSet;

/// The words in capitals that stand between two marks.
fn codes(text: &str, mark: char) -> BTreeSet<&str> {
    let is_code = |word: &&str| {
        word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    text.split(mark).filter(is_code).collect()
}

#[test]
fn every_code_is_explained() {
    let sources = [
        include_str!("../../crates/adapters/http/src/problem.rs"),
        include_str!("../../crates/adapters/http/src/problem/mapping.rs"),
        include_str!("../../crates/domain/src/shared/input.rs"),
    ];
    let used: BTreeSet<&str> = sources.into_iter().flat_map(|source| codes(source, '"')).collect();
    assert!(used.len() > 30, "{used:?}");
    assert_eq!(codes(include_str!("../../docs/errors.md"), '`'), used);
}
