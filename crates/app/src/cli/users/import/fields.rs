use std::fmt;

use bookplate_domain::shared::Invalid;

/// The longest line that is read, in bytes: far more than an account can have.
pub const MAX_LINE: usize = 64 * 1024;

/// The columns and members that there are; `export` writes no others.
pub const FIELDS: [&str; 7] = [EMAIL, NAME, HASH, IMAGE, BIO, LANGUAGE, TIMEZONE];

pub const EMAIL: &str = "email";
pub const NAME: &str = "name";
pub const HASH: &str = "hash";
pub const IMAGE: &str = "image";
pub const BIO: &str = "bio";
pub const LANGUAGE: &str = "language";
pub const TIMEZONE: &str = "timezone";

/// One account as it stands in the file.
pub struct Record {
    /// The line that it begins in, from 1 on.
    pub line: u64,
    /// Its fields in their order, or why it cannot be read.
    pub fields: Result<Vec<(String, Cell)>, String>,
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing: an empty text is taken for it.
    Nothing,
    /// One text.
    Text(String),
    /// A number, a list or the like.
    Other,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(text) }
    }
}

/// What is wrong with one account. It never has a value in it: that could be a hash, or a password
/// by mistake.
#[derive(Debug)]
pub struct Faults {
    /// The line that the account begins in.
    pub line: u64,
    /// Each with its field, if it is of one.
    pub faults: Vec<String>,
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.faults.join("; "))
    }
}

/// That a field is wrong, and was noted.
pub struct Wrong;

/// The fields of one account, as they are taken out.
pub struct Fields {
    left: Vec<(String, Cell)>,
    faults: Vec<String>,
}

impl Fields {
    /// Nothing is taken out yet.
    pub fn new(fields: Vec<(String, Cell)>) -> Self {
        Self { left: fields, faults: Vec::new() }
    }

    /// Takes a text out. `Err` if it is wrong, which is noted.
    pub fn take<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>, Wrong> {
        let mut found = self.left.extract_if(.., |(field, _)| field == name).map(|(_, cell)| cell);
        let (cell, again) = (found.next(), found.count() > 0);
        let parsed = match cell {
            Some(_) if again => Err("stands there twice".into()),
            None | Some(Cell::Nothing) => return Ok(None),
            Some(Cell::Other) => Err("must be text".into()),
            Some(Cell::Text(text)) => parse(&text).map_err(|invalid| invalid.message),
        };
        parsed.map(Some).map_err(|why| {
            self.fault(name, &why);
            Wrong
        })
    }

    /// Takes a text out. `None` if there is none, or a wrong one, which is noted.
    pub fn optional<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        self.take(name, parse).ok().flatten()
    }

    /// Notes what is wrong with a field.
    pub fn fault(&mut self, name: &str, why: &str) {
        self.faults.push(format!("{name}: {why}"));
    }

    /// Refuses what was not taken out, and answers everything that was wrong.
    pub fn finish(mut self) -> Vec<String> {
        self.faults.extend(self.left.iter().map(|(name, _)| unknown(name)));
        self.faults
    }
}

/// The refusal of a field that no account has. Its name is shown only if it looks like one.
pub fn unknown(name: &str) -> String {
    let letters = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(letters);
    let shown = if plain && name.len() <= 32 { name } else { "another field" };
    format!("{shown}: cannot be imported")
}
