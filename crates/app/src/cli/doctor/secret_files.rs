//! The files that hold secrets, and who may read them.

use std::{
    ffi::OsString,
    fs::{self, Metadata},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

const PREFIX: &str = "BOOKPLATE__";
const SUFFIX: &str = "_FILE";
/// A path by its own name, and of no secret.
const CERTIFICATES: &str = "MAIL__SMTP__CA_FILE";
const READ_BY_OTHERS: u32 = 0o004;
const ENTERED_BY_OTHERS: u32 = 0o001;

/// The files that variables of ours name, each with its variable.
pub(super) fn named_by(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Vec<(String, PathBuf)> {
    let named = variables.into_iter().filter_map(|(name, value)| {
        let name = name.into_string().ok()?;
        let ours = name.strip_prefix(PREFIX)?.ends_with(SUFFIX) && !name.ends_with(CERTIFICATES);
        (ours && !value.is_empty()).then(|| (name, PathBuf::from(value)))
    });
    named.collect()
}

/// Whether a variable sets the secret, and not the file of `--config`.
pub(super) fn sets_secret(variables: impl IntoIterator<Item = (OsString, OsString)>) -> bool {
    let names = [OsString::from("BOOKPLATE__SECRET"), OsString::from("BOOKPLATE__SECRET_FILE")];
    variables.into_iter().any(|(name, value)| names.contains(&name) && !value.is_empty())
}

/// Whether every user of the machine may read a file: itself, and every folder on the way to it.
pub(super) fn others_may_read(file: &Path) -> bool {
    let Ok(file) = fs::canonicalize(file) else { return false };
    let allows = |path: &Path, bit| fs::metadata(path).is_ok_and(|found| may(&found, bit));
    allows(&file, READ_BY_OTHERS)
        && file.ancestors().skip(1).all(|folder| allows(folder, ENTERED_BY_OTHERS))
}

fn may(found: &Metadata, bit: u32) -> bool {
    found.permissions().mode() & bit != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_file_is_private_by_its_own_mode_or_by_that_of_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        fs::write(&file, "x").unwrap();
        set(folder.path(), 0o755);
        for (mode, readable) in [(0o644, true), (0o640, false), (0o600, false), (0o604, true)] {
            set(&file, mode);
            assert_eq!(others_may_read(&file), readable, "{mode:o}");
        }
        set(folder.path(), 0o750);
        assert!(!others_may_read(&file));
        assert!(!others_may_read(Path::new("/nowhere/secret")));
    }

    #[test]
    fn files_with_secrets_are_those_that_a_variable_names() {
        let variables = [
            ("BOOKPLATE__MAIL__SMTP__PASSWORD_FILE", "/run/smtp"),
            ("BOOKPLATE__MAIL__SMTP__CA_FILE", "/etc/ca.pem"),
            ("BOOKPLATE__SECRET_FILE", ""),
            ("BOOKPLATE__SECRET", "x"),
            ("OTHER_FILE", "/x"),
        ];
        let variables = variables.map(|(name, value)| (name.into(), value.into()));
        let named = named_by(variables.clone());
        assert_eq!(
            named,
            [("BOOKPLATE__MAIL__SMTP__PASSWORD_FILE".to_owned(), PathBuf::from("/run/smtp"))]
        );
        assert!(sets_secret(variables.clone()) && !sets_secret(variables.into_iter().take(3)));
    }
}
