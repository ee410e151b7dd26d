//! The web packages, by `web/test`: beside the other tests, and one of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{path::Path, process::Command};

use journeys::binary;

#[test]
fn the_web_packages_are_built_and_pass_their_tests() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/test");
    let status = Command::new(script).env("BOOKPLATE_BINARY", binary()).status();
    assert!(status.expect("web/test runs").success(), "it says above what failed");
}
