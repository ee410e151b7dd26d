//! What is made from the code and committed beside it.

use std::path::Path;

/// Says to write what is committed instead of comparing it.
pub(crate) const WRITE: &str = "BOOKPLATE_WRITE_DOCS";

/// What is committed of a page in `docs`; `made` is written there first, if that was asked for.
pub(crate) fn committed(page: &str, made: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs").join(page);
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, made).unwrap();
    }
    std::fs::read_to_string(path).unwrap_or_default()
}
