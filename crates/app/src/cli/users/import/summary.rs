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
    /// How many have nothing wrong with them.
    pub good: u64,
    /// How many were made.
    pub imported: u64,
    /// How many were left out, because their address has an account; `None` where nobody looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub already_there: Option<u64>,
    /// How many had something wrong with them.
    pub refused: u64,
}

impl Summary {
    /// Before anything was read.
    pub fn new(dry_run: bool) -> Self {
        let already_there = (!dry_run).then_some(0);
        Self { dry_run, read: 0, good: 0, imported: 0, already_there, refused: 0 }
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
        let Self { read, good, imported, refused, .. } = self;
        match self.already_there {
            None => format!("{read} read, {good} good, {refused} refused; nothing was imported"),
            Some(there) => {
                format!(
                    "{read} read, {imported} imported, {there} already there, {refused} refused"
                )
            }
        }
    }
}
