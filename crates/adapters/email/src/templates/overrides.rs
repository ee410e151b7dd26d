use std::{fs, io, path::Path};

use super::{Files, TemplateError, builtin::FRAME};
use crate::KINDS;

/// Puts the files of a folder in the place of those of the same name. A name that means nothing
/// here is refused: it would be a slip that nobody notices. Names that begin with a dot are
/// passed over, as editors and container platforms keep their own things under them.
pub(super) fn read(folder: &Path, files: &mut Files) -> Result<(), TemplateError> {
    for (name, is_folder) in entries(folder, &folder.display().to_string())? {
        if FRAME.contains(&name.as_str()) && !is_folder {
            take(folder, name, files)?;
        } else if is_folder && is_language(&name) {
            for (file, _) in entries(&folder.join(&name), &name)? {
                let path = format!("{name}/{file}");
                if !is_of_language(&file) {
                    return Err(TemplateError::new(path, "no mail has this name"));
                }
                take(folder, path, files)?;
            }
        } else {
            let why = "neither a file that mails share nor the folder of a language, such as de";
            return Err(TemplateError::new(name, why));
        }
    }
    Ok(())
}

/// Far more than any template needs.
const MAX_BYTES: u64 = 256 * 1024;

fn take(folder: &Path, name: String, files: &mut Files) -> Result<(), TemplateError> {
    let path = folder.join(&name);
    // A pipe or a device would never come to its end.
    let text = match fs::metadata(&path) {
        Ok(found) if !found.is_file() => Err(io::Error::other("it is no regular file")),
        Ok(found) if found.len() > MAX_BYTES => Err(io::Error::other("it is too large")),
        _ => fs::read_to_string(&path),
    };
    let text = text.map_err(|error| TemplateError::new(name.as_str(), error))?;
    files.insert(name, text);
    Ok(())
}

/// The names in a folder, in order, and whether each is a folder itself. `shown` names the folder
/// in an error.
fn entries(folder: &Path, shown: &str) -> Result<Vec<(String, bool)>, TemplateError> {
    let read = || -> io::Result<Vec<(String, bool)>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') {
                // Follows links, as mounted configuration has many.
                entries.push((name, fs::metadata(entry.path())?.is_dir()));
            }
        }
        entries.sort();
        Ok(entries)
    };
    read().map_err(|error| TemplateError::new(shown, error))
}

/// Whether a folder can be meant by the first subtag of somebody's language.
fn is_language(name: &str) -> bool {
    (2..=8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_lowercase())
}

fn is_of_language(file: &str) -> bool {
    let stem = file.strip_suffix(".toml");
    stem.is_some_and(|stem| stem == "language" || KINDS.contains(&stem))
}
