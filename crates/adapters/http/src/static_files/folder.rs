use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read as _},
    path::{Component, Path, PathBuf},
};

use actix_files::NamedFile;

use super::asked::Asked;

/// The page of a folder.
const INDEX: &str = "index.html";

/// The page that a site of files has for what it has not.
const MISSING: &str = "404.html";

/// What there is for a request.
pub(super) enum Found {
    /// What was asked for.
    File(NamedFile),
    /// The page that finds out by itself, in the browser, what is asked for.
    App(NamedFile),
    /// The page that says that there is nothing, read whole: nobody asks for a part of it.
    Missing(Vec<u8>),
    /// Nothing at all.
    Nothing,
}

/// Looks for what is asked for. This waits for the disk.
pub(super) fn find(folder: &Path, asked: &Asked) -> io::Result<Found> {
    // Each time anew: a link that leads to the newest build may be changed while the service runs.
    let root = folder.canonicalize()?;
    if let Some(file) = open(&root, asked.path())? {
        return Ok(Found::File(file));
    }
    if let Some(page) = open(&root, MISSING.as_ref())? {
        let mut text = Vec::new();
        page.file().read_to_end(&mut text)?;
        return Ok(Found::Missing(text));
    }
    if !asked.may_be_a_page() {
        return Ok(Found::Nothing);
    }
    Ok(open(&root, INDEX.as_ref())?.map_or(Found::Nothing, Found::App))
}

/// A file of the folder, by the path under which it is known; of a folder in it, its page.
fn open(root: &Path, path: &Path) -> io::Result<Option<NamedFile>> {
    let mut named = root.join(path);
    let Some(mut real) = resolve(&named)? else { return Ok(None) };
    if real.is_dir() {
        named.push(INDEX);
        match resolve(&named)? {
            Some(index) => real = index,
            None => return Ok(None),
        }
    }
    // No link is followed out of the folder, nor to what is hidden in it.
    let Ok(inside) = real.strip_prefix(root) else { return Ok(None) };
    if inside.components().any(is_hidden) {
        return Ok(None);
    }
    // Others, such as a pipe, would keep whoever opens them waiting.
    if !if_there(fs::metadata(&real))?.is_some_and(|metadata| metadata.is_file()) {
        return Ok(None);
    }
    let Some(file) = if_there(File::open(&real))? else { return Ok(None) };
    NamedFile::from_file(file, named).map(Some)
}

fn resolve(path: &Path) -> io::Result<Option<PathBuf>> {
    if_there(path.canonicalize())
}

fn is_hidden(component: Component<'_>) -> bool {
    component.as_os_str().as_encoded_bytes().starts_with(b".")
}

/// What cannot be there, or is not for us to read, is not there.
fn if_there<T>(looked: io::Result<T>) -> io::Result<Option<T>> {
    match looked {
        Ok(found) => Ok(Some(found)),
        Err(error) => match error.kind() {
            ErrorKind::NotFound
            | ErrorKind::NotADirectory
            | ErrorKind::PermissionDenied
            | ErrorKind::InvalidFilename
            | ErrorKind::InvalidInput => Ok(None),
            // Too many links one behind the other have no kind of their own yet.
            _ if error.raw_os_error() == Some(ELOOP) => Ok(None),
            _ => Err(error),
        },
    }
}

/// The number of that error on Linux.
const ELOOP: i32 = 40;
