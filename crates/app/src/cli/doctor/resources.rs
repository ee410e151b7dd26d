use std::sync::Arc;

use super::{finding::Finding, installation::Installation};
use crate::{open_files, static_files};

/// Looks at what the service needs of its machine: open files, and the folder of a front end.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    let mut findings = vec![open_files(&all)];
    if !all.settings.server.static_dir.is_empty() {
        findings.push(match static_files::folder(&all.settings) {
            Ok(_) => Finding::ok("static_dir", "server.static_dir has an index.html"),
            Err(problem) => Finding::error("static_dir", problem.to_string()),
        });
    }
    findings
}

fn open_files(all: &Installation) -> Finding {
    const NAME: &str = "open_files";
    let server = &all.settings.server;
    let wanted = server.max_connections as usize;
    match open_files::raise_limit(server, &all.settings.database) {
        Err(problem) => Finding::error(NAME, problem.to_string()),
        Ok(possible) if possible < wanted => Finding::warning(
            NAME,
            format!(
                "server.max_connections is {wanted}, but the limit of open files allows for \
                 {possible}: raise it (ulimit -n), or ask for fewer"
            ),
        ),
        Ok(possible) => Finding::ok(NAME, format!("enough for {possible} connections")),
    }
}
