//! The secret of a service in development, made at its first start.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use bookplate_domain::shared::Random;

use crate::config::{ConfiguredSecrets, Problem, Settings};

const NAME: &str = "secret";
const BYTES: usize = 32;

/// Where the service keeps files of its own: beside the SQLite file, else `data`.
pub fn data_directory(settings: &Settings) -> PathBuf {
    let parent = settings.database.url.sqlite_file().and_then(Path::parent);
    match parent {
        Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) => parent.to_owned(),
        None => PathBuf::from("data"),
    }
}

/// The file of the secret in a directory.
pub fn file(directory: &Path) -> PathBuf {
    directory.join(NAME)
}

/// The secret in `directory`, which is made if nobody made one before.
pub fn load_or_create(directory: &Path, random: &dyn Random) -> Result<ConfiguredSecrets, Problem> {
    let file = file(directory);
    let text = match fs::read_to_string(&file) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            create(directory, &file, random).and_then(|()| fs::read_to_string(&file))
        }
        read => read,
    };
    text.map(|text| ConfiguredSecrets::parse(&text))
        .map_err(|error| Problem::new("secret", format!("{}: {error}", file.display())))
}

/// Written beside and then linked into place, so that of two services that start together one
/// wins and neither ever reads half a secret.
fn create(directory: &Path, file: &Path, random: &dyn Random) -> io::Result<()> {
    let mut bytes = [0; BYTES];
    random.fill(&mut bytes);
    let mut suffix = [0; 8];
    random.fill(&mut suffix);

    make_private_folder(directory)?;
    let draft = directory.join(format!(".{NAME}.{:016x}", u64::from_be_bytes(suffix)));
    let written =
        write_private(&draft, &STANDARD.encode(bytes)).and_then(|()| {
            match fs::hard_link(&draft, file) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
                linked => linked,
            }
        });
    fs::remove_file(&draft)?;
    written
}

/// What else stands beside the secret is nobody's business either.
fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::{os::unix::fs::PermissionsExt, thread};

    use bookplate_crypto::SystemRandom;

    use super::*;

    #[test]
    fn services_that_start_together_share_one_strong_secret_that_only_its_owner_reads() {
        let directory = tempfile::tempdir().unwrap();
        let data = directory.path().join("data");
        let start = || {
            load_or_create(&data, &SystemRandom).unwrap().derive().unwrap();
            fs::read_to_string(data.join(NAME)).unwrap()
        };
        let secrets: Vec<String> = thread::scope(|scope| {
            let threads: Vec<_> = (0..16).map(|_| scope.spawn(start)).collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert!(secrets.iter().all(|secret| *secret == secrets[0]));
        assert_eq!(STANDARD.decode(secrets[0].trim()).unwrap().len(), BYTES);

        let names: Vec<_> = fs::read_dir(&data).unwrap().map(|e| e.unwrap()).collect();
        assert_eq!(names.len(), 1, "{names:?}");
        let mode = names[0].metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_secret_that_cannot_be_kept_names_the_key() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let problem = load_or_create(file.path(), &SystemRandom).unwrap_err();
        assert_eq!(problem.key(), "secret");
    }
}
