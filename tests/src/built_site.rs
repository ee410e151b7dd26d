use std::{fs, os::unix::fs::symlink, path::Path};

use tempfile::TempDir;

/// Writes a file, and the folders that it stands in.
pub fn write_file(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// A folder with a `site` as a bundler leaves it, beside what nobody may see: that says `SECRET`.
pub fn built_site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write_file(root, "site/index.html", "<title>The app</title>");
    write_file(root, "site/about/index.html", "<title>About</title>");
    write_file(root, "site/assets/index-4f3a9c21.js", "export const chapters = 12;");
    write_file(root, "site/assets/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    write_file(root, "site/assets/cover.pdf", "%PDF-1.7");
    write_file(root, "site/_next/static/css/7e7d96b1e6991756.css", "body { color: red }");
    write_file(root, "site/a b/ü.txt", "Grüße");
    write_file(root, "site/.env", "SECRET=hidden");
    write_file(root, "site/.git/config", "SECRET=hidden");
    write_file(root, "site/api/v1/config", "SECRET=shadow");
    write_file(root, "site/livez", "SECRET=shadow");
    write_file(root, "site/verify-email/index.html", "SECRET=shadow");
    write_file(root, "site/.well-known/jwks.json", "SECRET=shadow");
    write_file(root, "secret.txt", "SECRET=outside");
    write_file(root, "outside/page/index.html", "SECRET=outside");
    symlink(root.join("secret.txt"), root.join("site/leak.txt")).unwrap();
    symlink("../secret.txt", root.join("site/leak2.txt")).unwrap();
    symlink(root.join("outside"), root.join("site/leak")).unwrap();
    symlink(".env", root.join("site/env.txt")).unwrap();
    symlink("loop", root.join("site/loop")).unwrap();
    symlink("assets/logo.svg", root.join("site/icon.svg")).unwrap();
    folder
}
