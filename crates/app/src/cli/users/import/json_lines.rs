use std::{
    fmt,
    io::{self, BufRead},
};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use super::fields::{Cell, MAX_LINE, Record};

/// Reads one JSON object a line; blank lines are passed over.
pub struct JsonLines<R> {
    input: R,
    line: u64,
    consumed: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> JsonLines<R> {
    /// Reads from the first line on.
    pub fn new(input: R) -> Self {
        Self { input, line: 0, consumed: 0, buffer: Vec::new() }
    }

    /// How many bytes were read.
    pub fn consumed(&self) -> u64 {
        self.consumed
    }

    /// The next account.
    pub fn next(&mut self) -> io::Result<Option<Record>> {
        while self.next_line()? {
            let text = self.buffer.trim_ascii();
            if text.is_empty() {
                continue;
            }
            let fields = match self.buffer.len() {
                ..=MAX_LINE => read(text),
                _ => Err("is longer than 64 KiB".into()),
            };
            return Ok(Some(Record { line: self.line, fields }));
        }
        Ok(None)
    }

    /// Fills the buffer with the next line, but with no more of it than shows that it is too long.
    fn next_line(&mut self) -> io::Result<bool> {
        self.buffer.clear();
        self.line += 1;
        let mut begun = false;
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                return Ok(begun);
            }
            begun = true;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            let room = (MAX_LINE + 1).saturating_sub(self.buffer.len());
            self.buffer.extend_from_slice(&part[..part.len().min(room)]);
            let used = end.map_or(chunk.len(), |end| end + 1);
            self.input.consume(used);
            self.consumed += used as u64;
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}

/// The words of the parser would have parts of the line in them.
fn read(line: &[u8]) -> Result<Vec<(String, Cell)>, String> {
    let line = str::from_utf8(line).map_err(|_| "is not UTF-8")?;
    match serde_json::from_str(line) {
        Ok(Members(members)) => Ok(members),
        Err(error) if error.is_data() => Err("is not a JSON object".into()),
        Err(error) => Err(format!("is not JSON from column {} on", error.column())),
    }
}

/// The members of an object in their order, also those that stand there twice.
struct Members(Vec<(String, Cell)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Vec::new();
        while let Some((name, value)) = map.next_entry()? {
            let cell = match value {
                Value::Null => Cell::Nothing,
                Value::String(text) => text.into(),
                _ => Cell::Other,
            };
            members.push((name, cell));
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = Vec<(u64, Result<Vec<(String, Cell)>, String>)>;

    fn records(input: &[u8]) -> Read {
        // A buffer that no line fits in.
        let mut lines = JsonLines::new(io::BufReader::with_capacity(7, input));
        let next = || lines.next().unwrap().map(|record| (record.line, record.fields));
        let records = std::iter::from_fn(next).collect();
        assert_eq!(lines.consumed(), input.len() as u64);
        records
    }

    fn text(name: &str, text: &str) -> (String, Cell) {
        (name.to_owned(), Cell::Text(text.to_owned()))
    }

    #[test]
    fn each_line_is_an_account_whatever_ends_it() {
        let input = b"{\"email\":\"a\"}\r\n\n \t\r\n{\"email\":\"b\",\"name\":null,\"bio\":\"\"}";
        assert_eq!(
            records(input),
            [
                (1, Ok(vec![text("email", "a")])),
                (
                    4,
                    Ok(vec![
                        text("email", "b"),
                        ("name".into(), Cell::Nothing),
                        ("bio".into(), Cell::Nothing)
                    ])
                ),
            ]
        );
        assert_eq!(records(b""), []);
        assert_eq!(records(b"\n"), []);
    }

    #[test]
    fn what_is_no_object_is_refused_by_line_without_a_word_of_it() {
        let input =
            b"{\"email\":\"a\"\n\"secret\"\n[1]\n{\"a\":\"\xff\"}\n{\"x\":1,\"x\":[]}\nsecret";
        let unread = |why: &str| Err(why.to_owned());
        assert_eq!(
            records(input),
            [
                (1, unread("is not JSON from column 12 on")),
                (2, unread("is not a JSON object")),
                (3, unread("is not a JSON object")),
                (4, unread("is not UTF-8")),
                (5, Ok(vec![("x".into(), Cell::Other), ("x".into(), Cell::Other)])),
                (6, unread("is not JSON from column 1 on")),
            ]
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_refused_and_the_next_is_read() {
        let line = |length: usize| format!("{{\"bio\":\"{}\"}}", "x".repeat(length - 10));
        let input = [line(MAX_LINE), line(MAX_LINE + 1), line(1 << 20), line(12)].join("\n");
        let records = records(input.as_bytes());
        let good: Vec<bool> = records.iter().map(|(_, fields)| fields.is_ok()).collect();
        assert_eq!(good, [true, false, false, true]);
        assert_eq!(records[1].1, Err("is longer than 64 KiB".to_owned()));
        assert_eq!(records[3].0, 4);
    }
}
