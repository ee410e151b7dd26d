use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader};

use super::fields::{Cell, EMAIL, FIELDS, MAX_LINE, Record, unknown};

/// More columns than any header can have.
const MAX_COLUMNS: usize = 64;

/// Reads one row an account (RFC 4180); the first row names the columns. However long a row is, no
/// more of it is kept than shows that it is too long.
pub struct Csv<R> {
    input: R,
    core: Reader,
    header: Vec<String>,
    /// The line that is read.
    line: u64,
    consumed: u64,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// One row.
struct Row {
    line: u64,
    /// Why it cannot be read, if it cannot.
    cells: Result<Vec<String>, &'static str>,
}

impl<R: BufRead> Csv<R> {
    /// Reads the header; `Err` inside if it is wrong.
    pub fn new(input: R) -> io::Result<Result<Self, String>> {
        let mut csv = Self {
            input,
            core: Reader::new(),
            header: Vec::new(),
            line: 1,
            consumed: 0,
            text: vec![0; MAX_LINE],
            ends: vec![0; MAX_COLUMNS],
        };
        let row = csv.next_row()?;
        Ok(header(row).map(|header| Self { header, ..csv }))
    }

    /// How many bytes were read.
    pub fn consumed(&self) -> u64 {
        self.consumed
    }

    /// The next account.
    pub fn next(&mut self) -> io::Result<Option<Record>> {
        let Some(Row { line, cells }) = self.next_row()? else { return Ok(None) };
        let columns = self.header.len();
        let fields = cells.map_err(str::to_owned).and_then(|cells| {
            if cells.len() != columns {
                return Err(format!("has {} columns, the header {columns}", cells.len()));
            }
            Ok(self.header.iter().cloned().zip(cells.into_iter().map(Cell::from)).collect())
        });
        Ok(Some(Record { line, fields }))
    }

    fn next_row(&mut self) -> io::Result<Option<Row>> {
        self.pass_over_blank_lines()?;
        let line = self.line;
        let (mut texts, mut ends, mut length, mut quotes) = (0, 0, 0, 0);
        let mut too_long = false;
        loop {
            let chunk = self.input.fill_buf()?;
            let at_end = chunk.is_empty();
            let (text, end_of) = (&mut self.text[texts..], &mut self.ends[ends..]);
            let (result, used, written, ended) = self.core.read_record(chunk, text, end_of);
            let read = &chunk[..used];
            self.line += count(read, b'\n');
            quotes += count(read, b'"');
            length += used;
            self.input.consume(used);
            self.consumed += used as u64;
            (texts, ends) = (texts + written, ends + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    too_long = true;
                    (texts, ends) = (0, 0);
                }
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::Record => {
                    // The line end that was read is no part of it.
                    let length = length - usize::from(!at_end);
                    let cells = if too_long || length > MAX_LINE {
                        Err("is longer than 64 KiB")
                    } else if at_end && quotes % 2 == 1 {
                        Err("has a quotation mark that is not closed")
                    } else {
                        cells(&self.text, &self.ends[..ends])
                    };
                    return Ok(Some(Row { line, cells }));
                }
            }
        }
    }

    /// The parser would do so too, but count them as part of the row behind.
    fn pass_over_blank_lines(&mut self) -> io::Result<()> {
        loop {
            let chunk = self.input.fill_buf()?;
            let blank = chunk.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            self.line += count(&chunk[..blank], b'\n');
            self.input.consume(blank);
            self.consumed += blank as u64;
            if blank == 0 {
                return Ok(());
            }
        }
    }
}

fn count(bytes: &[u8], wanted: u8) -> u64 {
    bytes.iter().filter(|byte| **byte == wanted).count() as u64
}

fn cells(text: &[u8], ends: &[usize]) -> Result<Vec<String>, &'static str> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let cell = |(start, end): (usize, &usize)| str::from_utf8(&text[start..*end]);
    let cells: Result<Vec<&str>, _> = starts.zip(ends).map(cell).collect();
    let cells = cells.map_err(|_| "is not UTF-8")?;
    Ok(cells.into_iter().map(str::to_owned).collect())
}

/// The names of the columns. Where `email` is missing the row may be no header but an account, so
/// nothing of it is shown.
fn header(row: Option<Row>) -> Result<Vec<String>, String> {
    let (line, names) = match row {
        Some(Row { line, cells }) => (line, cells.unwrap_or_default()),
        None => (1, Vec::new()),
    };
    let names: Vec<String> = names.into_iter().map(|name| name.trim().to_owned()).collect();
    if !names.iter().any(|name| name == EMAIL) {
        let columns = FIELDS.join(", ");
        return Err(format!("line {line}: must name the columns, parted by commas: {columns}"));
    }
    for (index, name) in names.iter().enumerate() {
        if !FIELDS.contains(&name.as_str()) {
            return Err(format!("line {line}: {}", unknown(name)));
        }
        if names[..index].contains(name) {
            return Err(format!("line {line}: {name}: stands there twice"));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = Vec<(u64, Result<Vec<String>, String>)>;

    /// The values of each row that are not empty.
    fn rows(input: &[u8]) -> Result<Read, String> {
        // A buffer that no row fits in.
        let mut csv = Csv::new(io::BufReader::with_capacity(5, input)).unwrap()?;
        let mut rows = Vec::new();
        while let Some(Record { line, fields }) = csv.next().unwrap() {
            let texts = |fields: Vec<(String, Cell)>| {
                let texts = fields.into_iter().filter_map(|(_, cell)| match cell {
                    Cell::Text(text) => Some(text),
                    _ => None,
                });
                texts.collect()
            };
            rows.push((line, fields.map(texts)));
        }
        assert_eq!(csv.consumed(), input.len() as u64);
        Ok(rows)
    }

    fn good(values: &[&str]) -> Result<Vec<String>, String> {
        Ok(values.iter().map(|value| (*value).to_owned()).collect())
    }

    fn wrong(why: &str) -> Result<Vec<String>, String> {
        Err(why.to_owned())
    }

    #[test]
    fn each_row_is_an_account_and_knows_its_line() {
        for end in ["\n", "\r\n"] {
            let input = ["", "email, bio", "a,\"x,\"\"y\"\"", "z\"", "", "b,", "c,\"\""].join(end);
            let bio = format!("x,\"y\"{end}z");
            let expected = vec![(3, good(&["a", &bio])), (6, good(&["b"])), (7, good(&["c"]))];
            assert_eq!(rows(input.as_bytes()), Ok(expected), "{end:?}");
        }
        assert_eq!(rows(b"email"), Ok(vec![]));
    }

    #[test]
    fn a_row_that_is_wrong_is_refused_and_the_next_is_read() {
        let input = b"email,name\na\nb,B,\n\xff,C\nd,D\n";
        assert_eq!(
            rows(input),
            Ok(vec![
                (2, wrong("has 1 columns, the header 2")),
                (3, wrong("has 3 columns, the header 2")),
                (4, wrong("is not UTF-8")),
                (5, good(&["d", "D"])),
            ])
        );
    }

    #[test]
    fn a_row_that_is_too_long_is_refused_and_the_next_is_read() {
        let row = |length: usize| format!("a,\"{}\"", "x".repeat(length - 4));
        let many = ",".repeat(MAX_COLUMNS + 1);
        let lines = ["email,bio", &row(MAX_LINE), &row(MAX_LINE + 1), &row(1 << 20), &many, "b,"];
        let rows = rows(lines.join("\n").as_bytes()).unwrap();
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
        assert!(rows[0].1.is_ok());
        for row in &rows[1..4] {
            assert_eq!(row.1.as_ref().err().unwrap(), "is longer than 64 KiB");
        }
        assert_eq!(rows[4].1, good(&["b"]));
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_swallows_no_account() {
        let rows = rows(b"email,bio\na,\"x\nb,y\nc,z\n").unwrap();
        assert_eq!(rows, [(2, wrong("has a quotation mark that is not closed"))]);
    }

    #[test]
    fn a_header_that_is_wrong_is_refused() {
        for (input, why) in [
            ("", "line 1: must name the columns"),
            ("ada@example.com,secret\n", "line 1: must name the columns"),
            ("email;name\n", "line 1: must name the columns"),
            ("\n\nemail,role\n", "line 3: role: cannot be imported"),
            ("email,\n", "line 1: another field: cannot be imported"),
            ("email,$2b$12$secret\n", "line 1: another field: cannot be imported"),
            ("email,name,email\n", "line 1: email: stands there twice"),
        ] {
            let refusal = rows(input.as_bytes()).unwrap_err();
            assert!(refusal.starts_with(why), "{refusal}");
            assert!(!refusal.contains("secret"), "{refusal}");
        }
    }
}
