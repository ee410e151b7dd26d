use std::{fs, os::unix::fs::symlink, process::Command};

use serde_json::Value;

use crate::needed;

/// Runs a script of `tests/peers` by Node, with the packages that `tests/run` has installed, and
/// answers the JSON that it prints.
pub async fn node_script(script: &str, arguments: &[&str]) -> Value {
    let peers = concat!(env!("CARGO_MANIFEST_DIR"), "/peers");
    // Node looks for packages beside the script.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy = folder.path().join(script);
    fs::copy(format!("{peers}/{script}"), &copy).expect("the script");
    let modules = needed("BOOKPLATE_TEST_NODE_MODULES");
    symlink(modules, folder.path().join("node_modules")).expect("a link");

    let mut command = Command::new("node");
    command.args(["--require", &format!("{peers}/web_crypto.cjs")]).arg(copy).args(arguments);
    let run = tokio::task::spawn_blocking(move || command.output());
    let output = run.await.expect("it runs").expect("node is installed");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {errors}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}
