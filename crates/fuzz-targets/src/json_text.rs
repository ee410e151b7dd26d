//! A second opinion on JSON: reads text that is known to be well-formed, without any of the code
//! under test.

use std::collections::HashSet;

/// How deep objects and arrays may nest.
const MAX_DEPTH: usize = 32;

/// A key under which the parser keeps values of its own.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// What a text is, and the texts of which it is made.
pub(crate) enum Shape<'a> {
    /// Names, as they are written, with their values.
    Object(Vec<(&'a str, &'a str)>),
    Array(Vec<&'a str>),
    Other,
}

/// Whether no key stands twice in an object, nothing is nested too deeply and no key is the
/// parser's own.
pub(crate) fn is_unambiguous(text: &str) -> bool {
    let (bytes, mut at) = (text.as_bytes(), 0);
    let mut open: Vec<Option<HashSet<String>>> = Vec::new();
    let mut is_key = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' => open.push(Some(HashSet::new())),
            b'[' => open.push(None),
            b'}' | b']' => drop(open.pop()),
            _ => {}
        }
        match byte {
            b'{' | b',' => is_key = matches!(open.last(), Some(Some(_))),
            b'[' | b':' => is_key = false,
            b'"' => {
                let end = end_of_string(bytes, at);
                if let (true, Some(Some(names))) = (is_key, open.last_mut()) {
                    let name = name(&text[at..end]).unwrap_or_else(|| text[at..end].to_owned());
                    if name == RAW_VALUE || !names.insert(name) {
                        return false;
                    }
                }
                at = end;
                continue;
            }
            _ => {}
        }
        if open.len() > MAX_DEPTH {
            return false;
        }
        at += 1;
    }
    true
}

/// Takes the outermost level apart.
pub(crate) fn shape(text: &str) -> Shape<'_> {
    let text = trimmed(text);
    match text.as_bytes().first() {
        Some(b'[') => Shape::Array(elements(text)),
        Some(b'{') => Shape::Object(elements(text).into_iter().map(member).collect()),
        _ => Shape::Other,
    }
}

/// What a name says, if that is Unicode.
pub(crate) fn name(written: &str) -> Option<String> {
    serde_json::from_str(written).ok()
}

/// What stands between the outermost brackets, parted at the outermost commas.
fn elements(text: &str) -> Vec<&str> {
    let (bytes, mut at, mut depth) = (text.as_bytes(), 0, 0_usize);
    let (mut start, mut all) = (1, Vec::new());
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b',' if depth == 1 => {
                all.push(trimmed(&text[start..at]));
                start = at + 1;
            }
            _ => {}
        }
        at = if *byte == b'"' { end_of_string(bytes, at) } else { at + 1 };
    }
    let last = trimmed(&text[start..text.len() - 1]);
    all.extend((!last.is_empty()).then_some(last));
    all
}

fn member(text: &str) -> (&str, &str) {
    let (name, rest) = text.split_at(end_of_string(text.as_bytes(), 0));
    (name, trimmed(trimmed(rest).trim_start_matches(':')))
}

fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r'])
}

/// The place behind the string that begins at a place.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}
