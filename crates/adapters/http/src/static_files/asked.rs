use std::path::{Component, Path, PathBuf};

use actix_files::PathBufWrap;

/// Under this the service answers alone: what it does not know there is not there, so that no
/// program takes a page for an answer. Names that begin with a dot, as `.well-known` does, are
/// hidden in any case.
const OWN: &str = "api";

/// What a request asks for: a path inside the folder, without `..`, hidden names and characters
/// that no file of a web site has in its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked(PathBuf);

impl Asked {
    /// Reads the path of a request, as it was sent. `None`: there is never a file there.
    pub(super) fn parse(path: &str) -> Option<Self> {
        let path = PathBufWrap::parse_path(path, false).ok()?;
        let path: &Path = path.as_ref();
        let first = path.components().next();
        let is_own = first == Some(Component::Normal(OWN.as_ref()));
        let strange = |c: char| c == '\\' || c.is_control();
        let plain = path.to_str().is_some_and(|text| !text.contains(strange));
        (plain && !is_own).then(|| Self(path.to_owned()))
    }

    /// The path, relative to the folder; empty for the folder itself.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Whether a front end may have a page of its own there, which no file is named after.
    pub(super) fn may_be_a_page(&self) -> bool {
        self.0.extension().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(path: &str) -> Option<String> {
        Asked::parse(path).map(|asked| asked.path().to_str().unwrap().to_owned())
    }

    #[test]
    fn a_path_is_decoded_once() {
        for (sent, meant) in [
            ("/", ""),
            ("/assets/app.js", "assets/app.js"),
            ("/a%20b/%C3%BC.txt", "a b/ü.txt"),
            ("/chapters//one/", "chapters/one"),
            ("/%252e%252e/x", "%2e%2e/x"),
        ] {
            assert_eq!(parse(sent).as_deref(), Some(meant), "{sent}");
        }
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for (sent, meant) in [
            ("/../secret", "secret"),
            ("/a/../../../../etc/passwd", "etc/passwd"),
            ("/%2e%2e/%2E%2E/etc/passwd", "etc/passwd"),
            ("//etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(parse(sent).as_deref(), Some(meant), "{sent}");
        }
        for sent in [
            "/..%2fsecret",
            "/..%5csecret",
            "/..\\secret",
            "/a%00.html",
            "/a%0a.html",
            "/%ff",
            "/.",
            "/...",
        ] {
            assert_eq!(parse(sent), None, "{sent}");
        }
    }

    #[test]
    fn hidden_names_and_the_services_own_paths_are_no_files() {
        for sent in [
            "/.env",
            "/%2eenv",
            "/.git/config",
            "/assets/.map",
            "/.well-known/security.txt",
            "/api",
            "/api/",
            "/api/v2/nothing",
            "/%61pi/v2",
            "//api/v1/me",
            "/x/../api/v1/me",
        ] {
            assert_eq!(parse(sent), None, "{sent}");
        }
        assert_eq!(parse("/apis").as_deref(), Some("apis"));
        assert_eq!(parse("/book/api").as_deref(), Some("book/api"));
    }

    #[test]
    fn what_has_an_extension_is_no_page() {
        let is_page = |path| Asked::parse(path).unwrap().may_be_a_page();
        assert!(is_page("/") && is_page("/chapters/1") && is_page("/v1.2/about"));
        assert!(!is_page("/app.js") && !is_page("/chapters/1.html"));
    }
}
