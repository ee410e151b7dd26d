//! Text that comes from elsewhere, made fit to stand within a sentence.

/// U+2068, first strong isolate.
pub(crate) const ISOLATE: char = '\u{2068}';
/// U+2069, pop directional isolate.
pub(crate) const END: char = '\u{2069}';

/// One line: no line break, whatever a name in it holds.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One line that leaves the direction of the text around it alone.
pub(crate) fn cleaned(value: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    one_line(&value.replace(turns, " "))
}

/// Keeps the punctuation around a value in place where the text runs the other way: whatever is
/// between these two signs is ordered by itself (Unicode's bidirectional algorithm).
pub(crate) fn isolated(value: &str) -> String {
    format!("{ISOLATE}{value}{END}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_neither_line_breaks_nor_turns_of_direction() {
        let typed = " Ink\r\nBcc: eve@example.com\u{85}\u{2028}\0\u{1b}\u{202e}well\u{2069} ";
        assert_eq!(cleaned(typed), "Ink Bcc: eve@example.com well");
        assert_eq!(isolated("a"), "\u{2068}a\u{2069}");
    }
}
