//! Every target over its committed corpus and over mutations of it: what libFuzzer finds later, and
//! is committed as a file, is judged by the ordinary tests from then on.
#![expect(clippy::unwrap_used, reason = "a test outside of a test module")]

mod mutations;

use std::{
    collections::BTreeSet,
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
};

use bookplate_fuzz_targets::{TARGETS, Target};
use mutations::Mutations;

/// No fewer files than this are a corpus.
const FEWEST: usize = 8;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// What stands in a folder, by names without endings.
fn names(folder: &Path) -> BTreeSet<String> {
    let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    fs::read_dir(folder).unwrap().map(|entry| stem(entry.unwrap().path())).collect()
}

/// The files of a corpus, in the order of their names.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = fuzz().join("corpus").join(name);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= FEWEST, "{} files in {}", paths.len(), folder.display());
    let read = |path: PathBuf| (path.display().to_string(), fs::read(&path).unwrap());
    paths.into_iter().map(read).collect()
}

fn run(target: Target, bytes: &[u8], what: &str) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(bytes))) {
        eprintln!("{what}: \"{}\"", bytes.escape_ascii());
        resume_unwind(panic);
    }
}

/// Each file, and so many mutations of it.
fn judge(name: &str, mutations: usize) {
    let (_, target) = *TARGETS.iter().find(|(each, _)| *each == name).unwrap();
    let files = corpus(name);
    let seeds: Vec<&[u8]> = files.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    for (at, (path, bytes)) in files.iter().enumerate() {
        run(target, bytes, path);
        for mutated in Mutations::of(&seeds, at).take(mutations) {
            run(target, &mutated, &format!("a mutation of {path}"));
        }
    }
}

#[test]
fn each_target_has_a_corpus_and_a_binary_and_nothing_else_has() {
    let targets: BTreeSet<String> = TARGETS.map(|(name, _)| name.to_owned()).into();
    assert_eq!(names(&fuzz().join("corpus")), targets);
    assert_eq!(names(&fuzz().join("fuzz_targets")), targets);
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    for name in targets {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
}

#[test]
fn an_address_is_shown_as_it_parses() {
    judge("email_address", 400);
}

#[test]
fn an_opaque_token_opens_only_as_it_was_issued() {
    judge("opaque_token", 40);
}

#[test]
fn a_cursor_opens_only_in_its_scope() {
    judge("cursor", 100);
}

#[test]
fn an_access_token_is_only_what_we_signed() {
    judge("access_token", 12);
}

#[test]
fn only_a_trusted_proxy_says_where_a_request_came_from() {
    judge("forwarded_headers", 150);
}

#[test]
fn a_body_means_one_thing_and_is_kept_as_it_was_sent() {
    judge("json_bodies", 400);
}

#[test]
fn preferences_merge_as_the_rfc_says_and_within_bounds() {
    judge("preference_merge", 250);
}

#[test]
fn an_export_leads_nowhere_but_to_pages_and_mail() {
    judge("markdown_export", 400);
}
