use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, ErrorKind, Write},
    path::PathBuf,
};

use crate::failure::Failure;

/// Where an export goes: stdout, or a file that is whole or not there.
pub struct Output {
    to: BufWriter<Box<dyn Write>>,
    /// The file that is not whole yet.
    unfinished: Option<Unfinished>,
}

impl Output {
    /// Opens stdout, or makes a file that only its owner can read. One that is there already may be
    /// readable for others, so it is not written to.
    pub fn open(path: Option<PathBuf>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self { to: BufWriter::new(Box::new(io::stdout())), unfinished: None });
        };
        let file = create_private(&path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => {
                Failure::Refused(format!("{}: the file exists already", path.display()))
            }
            _ => Failure::Refused(format!("{}: {error}", path.display())),
        })?;
        let to: Box<dyn Write> = Box::new(file.try_clone().map_err(Failure::while_(UNWRITTEN))?);
        let unfinished = Some(Unfinished { path, file, keep: false });
        Ok(Self { to: BufWriter::new(to), unfinished })
    }

    /// Writes a line.
    pub fn line(&mut self, line: &str) -> Result<(), Failure> {
        writeln!(self.to, "{line}").map_err(Failure::while_(UNWRITTEN))
    }

    /// Makes sure that everything was written.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.to.flush().map_err(Failure::while_(UNWRITTEN))?;
        if let Some(unfinished) = &mut self.unfinished {
            unfinished.file.sync_all().map_err(Failure::while_(UNWRITTEN))?;
            unfinished.keep = true;
        }
        Ok(())
    }
}

const UNWRITTEN: &str = "cannot write the export";

/// A file that goes again unless it is to be kept: half an export looks like a whole one.
struct Unfinished {
    path: PathBuf,
    file: File,
    keep: bool,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.keep
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(%error, "the unfinished file cannot be removed");
        }
    }
}

fn create_private(path: &PathBuf) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_is_its_owners_and_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut out = Output::open(Some(path.clone())).unwrap();
        out.line("one").unwrap();
        drop(out);
        assert!(!path.exists());

        let mut out = Output::open(Some(path.clone())).unwrap();
        out.line("one").unwrap();
        out.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(matches!(Output::open(Some(path.clone())), Err(Failure::Refused(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
    }
}
