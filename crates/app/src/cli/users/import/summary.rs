use serde::Serialize;

use crate::failure::Failure;

/// What came of an import.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Whether nothing was to be imported.
    pub dry_run: bool,
    /// How many accounts stood in the file.
    pub read: u64,
    /// How many were made.
    pub imported: u64,
    /// How many were left out, because their address has an account.
    pub already_there: u64,
    /// How many had something wrong with them.
    pub refused: u64,
}

impl Summary {
    /// Before anything was read.
    pub fn new(dry_run: bool) -> Self {
        Self { dry_run, read: 0, imported: 0, already_there: 0, refused: 0 }
    }

    /// Says it on stdout.
    pub fn print(&self, json: bool) -> Result<(), Failure> {
        let line = match json {
            true => serde_json::to_string(self).map_err(Failure::while_("cannot print"))?,
            false => self.line(),
        };
        println!("{line}");
        Ok(())
    }

    fn line(&self) -> String {
        let Self { dry_run, read, imported, already_there, refused } = self;
        if *dry_run {
            let good = read - refused;
            return format!("{read} read, {good} good, {refused} refused; nothing was imported");
        }
        format!(
            "{read} read, {imported} imported, {already_there} already there, {refused} refused"
        )
    }
}
