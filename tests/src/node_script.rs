use std::{fs, os::unix::fs::symlink, path::Path, process::Command};

use serde_json::Value;

use crate::needed;

/// Runs a script of `tests/peers` by Node, with the packages that `tests/run` has installed, and
/// answers the JSON that it prints.
pub async fn node_script(script: &str, arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = node(script, folder.path());
    command.args(arguments);
    let run = tokio::task::spawn_blocking(move || command.output());
    let output = run.await.expect("it runs").expect("node is installed");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {errors}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The command that runs a script of `tests/peers` by Node, out of a folder.
pub fn node(script: &str, folder: &Path) -> Command {
    let peers = concat!(env!("CARGO_MANIFEST_DIR"), "/peers");
    // Node looks for packages beside the script.
    let copy = folder.join(script);
    fs::copy(format!("{peers}/{script}"), &copy).expect("the script");
    let modules = folder.join("node_modules");
    if !modules.exists() {
        symlink(needed("BOOKPLATE_TEST_NODE_MODULES"), modules).expect("a link");
    }
    let mut command = Command::new("node");
    command.args(["--require", &format!("{peers}/web_crypto.cjs")]).arg(copy);
    command
}
