//! The folder of a front end, as it is configured.

use std::{
    fs::{self, File},
    io,
    path::PathBuf,
};

use crate::config::{Problem, Settings};

const KEY: &str = "server.static_dir";

/// The folder, if there is to be one: it can be read, and so can the page in it.
pub fn folder(settings: &Settings) -> Result<Option<PathBuf>, Problem> {
    let configured = settings.server.static_dir.as_str();
    if configured.is_empty() {
        return Ok(None);
    }
    let folder = PathBuf::from(configured);
    fs::read_dir(&folder)
        .map_err(|error| Problem::new(KEY, format!("is no folder that can be read: {error}")))?;
    let page = folder.join("index.html");
    // Others, such as a pipe, would keep whoever opens them waiting.
    let readable = fs::metadata(&page).and_then(|page_is| match page_is.is_file() {
        true => File::open(&page).map(drop),
        false => Err(io::Error::other("it is no file")),
    });
    readable.map_err(|error| {
        Problem::new(KEY, format!("must have an index.html that can be read: {error}"))
    })?;
    Ok(Some(folder))
}
