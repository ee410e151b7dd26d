//! A second opinion on Markdown, as far as the lines go that we write ourselves.

use url::Url;

/// What Markdown would show of a text without a link (`CommonMark`, 2.4), if nothing in it means
/// anything else.
pub(crate) fn plain(line: &str) -> Option<String> {
    let (mut shown, mut chars) = (String::new(), line.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => shown.push(chars.next().filter(char::is_ascii_punctuation)?),
            // Links, images, code, emphasis, HTML, entities, tables, headings, fences; an `@` makes
            // a mail link of a word.
            '[' | ']' | '(' | ')' | '`' | '*' | '_' | '<' | '>' | '&' | '|' | '#' | '~' | '@' => {
                return None;
            }
            '\n' | '\r' => return None,
            other => shown.push(other),
        }
    }
    Some(shown)
}

/// The label and the destination of a line that is one link with its destination in angle brackets.
pub(crate) fn link(line: &str) -> Option<(&str, String)> {
    let (label, rest) = line.strip_prefix('[')?.split_once("](<")?;
    let destination = rest.strip_suffix(">)")?;
    let breaks_out = destination.contains(['<', '>', '\n', '\r']);
    (!breaks_out).then(|| (label, said(destination)))
}

/// Whether a browser that follows the destination on a page of the web shows a page, or writes a
/// mail.
pub(crate) fn is_harmless(destination: &str) -> bool {
    let Ok(page) = Url::parse("https://base.example/chats/1") else { return false };
    match page.join(destination) {
        Ok(url) => matches!(url.scheme(), "http" | "https" | "mailto"),
        // It leads nowhere.
        Err(_) => true,
    }
}

/// A destination without its escapes and entities (`CommonMark`, 2.4 and 2.5).
fn said(destination: &str) -> String {
    let (mut said, mut rest) = (String::new(), destination);
    while let Some(c) = rest.chars().next() {
        let escaped = rest.strip_prefix('\\').and_then(|rest| rest.chars().next());
        if let Some(escaped) = escaped.filter(char::is_ascii_punctuation) {
            said.push(escaped);
            rest = &rest[2..];
        } else if let Some((meant, behind)) = entity(rest) {
            said.push(meant);
            rest = behind;
        } else {
            said.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    said
}

/// The entity that a text begins with: those by numbers, and by name those that could write a
/// scheme or hide in one.
fn entity(text: &str) -> Option<(char, &str)> {
    let (name, behind) = text.strip_prefix('&')?.split_once(';')?;
    let number = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => digits.parse().ok()?,
        },
        None => match name {
            "amp" | "AMP" => u32::from('&'),
            "colon" => u32::from(':'),
            "Tab" => u32::from('\t'),
            "NewLine" => u32::from('\n'),
            "sol" => u32::from('/'),
            "bsol" => u32::from('\\'),
            "lt" | "LT" => u32::from('<'),
            "gt" | "GT" => u32::from('>'),
            _ => return None,
        },
    };
    Some((char::from_u32(number).unwrap_or('\u{fffd}'), behind))
}
