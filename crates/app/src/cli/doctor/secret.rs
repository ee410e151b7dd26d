use std::sync::Arc;

use super::{
    finding::Finding,
    installation::{Installation, in_a_container},
    secret_files,
};

const NAME: &str = "secret";

/// Looks at the secret, which is strong or the configuration would have been refused, and at who may
/// read it and the others.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    let mut findings = vec![strength(&all)];
    if in_a_container() {
        return findings;
    }
    let mut files = secret_files::named_by(std::env::vars_os());
    if all.settings.secret.is_empty() {
        files.push(("the secret".to_owned(), all.generated_secret()));
    } else if let Some(file) = &all.file
        && !secret_files::sets_secret(std::env::vars_os())
    {
        files.push(("the configuration with the secret".to_owned(), file.clone()));
    }
    for (what, file) in files {
        if secret_files::others_may_read(&file) {
            let file = file.display();
            findings.push(Finding::warning(
                NAME,
                format!("{what} in {file} may be read by every user of this machine: chmod o-r"),
            ));
        }
    }
    findings
}

fn strength(all: &Installation) -> Finding {
    let secret = &all.settings.secret;
    match secret.len() {
        0 => {
            let file = all.generated_secret();
            let made = if file.exists() { "was" } else { "will be" };
            let detail = format!("{made} made in {}: 32 bytes by chance", file.display());
            Finding::ok(NAME, detail)
        }
        1 => Finding::ok(NAME, "configured, and not weak"),
        count => Finding::ok(
            NAME,
            format!(
                "rotating: {count} are configured and none is weak; the first signs, the others can \
                 go once sessions.idle and seven days have passed since"
            ),
        ),
    }
}
