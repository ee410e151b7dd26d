use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use clap::ValueEnum;

use super::{csv::Csv, fields::Record, json_lines::JsonLines};
use crate::failure::Failure;

const UNREAD: &str = "cannot read the file";
/// What some programs put before UTF-8.
const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a line
    Jsonl,
    /// One row an account, behind a row with the names of the columns
    Csv,
}

impl Format {
    /// The format that a file's name tells.
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// The file of an import.
pub struct Source {
    path: PathBuf,
    file: File,
    format: Format,
    length: u64,
}

impl Source {
    /// Opens a file that can be read twice.
    pub fn open(path: &Path, format: Option<Format>) -> Result<Self, Failure> {
        let refused = |why: String| Failure::Refused(format!("{}: {why}", path.display()));
        let format = format.or_else(|| Format::of(path));
        let format = format.ok_or_else(|| refused("say --format jsonl or --format csv".into()))?;
        let file = File::open(path).map_err(|error| refused(error.to_string()))?;
        let metadata = file.metadata().map_err(Failure::while_(UNREAD))?;
        if !metadata.is_file() {
            return Err(refused("is not a file, which could be read twice".into()));
        }
        Ok(Self { path: path.to_owned(), file, format, length: metadata.len() })
    }

    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Its accounts, from the first on.
    pub fn records(&mut self) -> Result<Records<'_>, Failure> {
        self.rewind().map_err(Failure::while_(UNREAD))?;
        // No more than there was at first: nobody waits for what is written meanwhile.
        let input = BufReader::with_capacity(64 * 1024, (&self.file).take(self.length));
        match self.format {
            Format::Jsonl => Ok(Records::JsonLines(JsonLines::new(input))),
            Format::Csv => {
                let csv = Csv::new(input).map_err(Failure::while_(UNREAD))?;
                let path = self.path.display();
                csv.map(|csv| Records::Csv(Box::new(csv)))
                    .map_err(|why| Failure::Incomplete(format!("{path}: {why}")))
            }
        }
    }

    fn rewind(&mut self) -> io::Result<()> {
        self.file.rewind()?;
        let mut begin = Vec::new();
        (&self.file).take(BYTE_ORDER_MARK.len() as u64).read_to_end(&mut begin)?;
        if begin != BYTE_ORDER_MARK {
            self.file.seek(SeekFrom::Start(0))?;
        }
        Ok(())
    }
}

type Input<'a> = BufReader<io::Take<&'a File>>;

/// The accounts in a file, one after the other.
pub enum Records<'a> {
    /// Each a JSON object.
    JsonLines(JsonLines<Input<'a>>),
    /// Each a row.
    Csv(Box<Csv<Input<'a>>>),
}

impl Records<'_> {
    /// The next account.
    pub fn next(&mut self) -> Result<Option<Record>, Failure> {
        match self {
            Self::JsonLines(lines) => lines.next(),
            Self::Csv(csv) => csv.next(),
        }
        .map_err(Failure::while_(UNREAD))
    }

    /// How many bytes were read.
    pub fn consumed(&self) -> u64 {
        match self {
            Self::JsonLines(lines) => lines.consumed(),
            Self::Csv(csv) => csv.consumed(),
        }
    }
}
