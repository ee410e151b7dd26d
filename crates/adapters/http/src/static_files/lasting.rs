use std::path::Path;

/// Where bundlers put files whose names change with their content.
const FOLDERS: [&str; 2] = ["assets", "_next/static"];

/// The shortest hash that a bundler writes.
const SHORTEST_HASH: usize = 8;

/// Whether a file never changes under this name, relative to the folder: a bundler put a hash of
/// its content there.
pub(super) fn is_lasting(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    // Behind the last point stands the type.
    let Some((stem, _)) = name.rsplit_once('.') else { return false };
    FOLDERS.iter().any(|folder| path.starts_with(folder))
        && (stem.split(['.', '-', '_']).any(is_hash) || ends_in_hash(stem))
}

/// Vite writes eight characters, `-` and `_` among them, behind a `-`.
fn ends_in_hash(stem: &str) -> bool {
    let Some(at) = stem.len().checked_sub(SHORTEST_HASH + 1) else { return false };
    match (stem.get(at..=at), stem.get(at + 1..)) {
        (Some("-" | "."), Some(hash)) => is_hash(hash),
        _ => false,
    }
}

/// Whether a part of a name can only be a hash. Words, dates and sizes are none: what is taken for
/// a hash by mistake is stale for a year in every browser, while a hash that is taken for a word,
/// as those without a digit are, costs a question each time.
fn is_hash(part: &str) -> bool {
    let letters = part.bytes().filter(u8::is_ascii_alphabetic).count();
    let behind_a_digit = part
        .find(|c: char| c.is_ascii_digit())
        .is_some_and(|at| part[at..].contains(|c: char| c.is_ascii_alphabetic()));
    part.len() >= SHORTEST_HASH
        && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && letters > 1
        && behind_a_digit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_last() {
        for path in [
            "assets/index-B7xk2QaL.js",
            "assets/index-B_x-9aQz.css",
            "assets/index-4f3a9c21.js.map",
            "assets/js/main.1a2b3c4d.js",
            "assets/images/cover-3f2504e04f8911d39a0c0305e82c3301.png",
            "_next/static/css/7e7d96b1e6991756.css",
            "_next/static/chunks/4bd1b696-215e5051988c3dde.js",
            "_next/static/media/e4af272ccee01ff0-s.p.woff2",
        ] {
            assert!(is_lasting(path.as_ref()), "{path}");
        }
    }

    #[test]
    fn other_names_are_asked_for_again() {
        for path in [
            "index.html",
            "index-4f3a9c21.js",
            "img/cover-4f3a9c21.png",
            "assets/logo.svg",
            "assets/4f3a9c21",
            "assets/app-4f3a9c2.js",
            "assets/illustration.svg",
            "assets/Inter-SemiBold.woff2",
            "assets/photo-20240101.jpg",
            "assets/photo-1920x1080.jpg",
            "assets/photo-DSC00123.jpg",
            "assets/ü-4f3a9cü.js",
            "_next/data/4f3a9c21/index.json",
            "_next/static/4f3a9c21/_buildManifest.js",
        ] {
            assert!(!is_lasting(path.as_ref()), "{path}");
        }
    }
}
