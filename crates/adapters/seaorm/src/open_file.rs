use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The file of an SQLite database, as it was when it was opened.
#[derive(Clone)]
pub(crate) struct OpenFile {
    path: PathBuf,
    identity: (u64, u64),
}

impl OpenFile {
    /// Looks which file is at a path now.
    pub(crate) fn at(path: PathBuf) -> io::Result<Self> {
        let identity = identity(&path)?;
        Ok(Self { path, identity })
    }

    /// Fails if the path leads to another file by now, or to none: then what is written goes into one
    /// that nobody will find again.
    pub(crate) fn require_still_there(&self) -> io::Result<()> {
        if identity(&self.path)? == self.identity {
            return Ok(());
        }
        Err(io::Error::other("another file is where the database was opened"))
    }
}

/// The device and the number of the file there; elsewhere than on Unix only that there is one.
fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let file = fs::metadata(path)?;
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt as _;
        (file.dev(), file.ino())
    };
    #[cfg(not(unix))]
    let identity = (0, u64::from(file.is_file()));
    Ok(identity)
}
