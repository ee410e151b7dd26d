//! Pieces of text that somebody reads before the whole.

/// The text on one line: whatever ends or reorders a line becomes a space, and several spaces one.
pub(super) fn one_line(text: &str) -> String {
    let spaced = text.chars().map(|c| match c {
        '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    });
    // What is far behind the beginning is not looked at: a message can be long.
    let spaced: String = spaced.take(4096).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `max` characters of a line, up to the end of a word if it has one there.
pub(super) fn clip(line: &str, max: usize) -> &str {
    let Some((end, next)) = line.char_indices().nth(max) else { return line };
    let cut = &line[..end];
    if next == ' ' {
        return cut;
    }
    cut.rsplit_once(' ').map_or(cut, |(words, _)| words)
}
