use std::borrow::Cow;

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm, wrap};

use crate::inserted::{END, ISOLATE};

/// The width of a plain text, in columns.
const COLUMNS: usize = 72;

/// Breaks the lines of a text between words. A word is never broken, however long: it may be a
/// link or an address.
pub(crate) fn wrapped(text: &str) -> String {
    let options = Options::new(COLUMNS)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let lines: Vec<String> =
        text.lines().flat_map(|line| reopened(&wrap(line.trim_end(), &options))).collect();
    lines.join("\n").trim().to_owned()
}

/// An isolate ends with its line, so a broken one is opened again on the next: or else what is left
/// of it would decide which way that line runs.
fn reopened(lines: &[Cow<'_, str>]) -> Vec<String> {
    let mut open = 0;
    let reopen = |line: &Cow<'_, str>| {
        let before = ISOLATE.to_string().repeat(open);
        open += line.matches(ISOLATE).count();
        open = open.saturating_sub(line.matches(END).count());
        format!("{before}{line}{}", END.to_string().repeat(open))
    };
    lines.iter().map(reopen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_links_never() {
        let link = format!("https://app.example/e-mail-change#token={}", "a-b/".repeat(30));
        let text = format!("{}\n\n{link}\n\n{} {link}\n", "long-winded ".repeat(9), "w ".repeat(9));
        let broken = wrapped(&text);
        let lines: Vec<&str> = broken.lines().collect();
        let six = "long-winded ".repeat(6);
        let expected = [
            six.trim_end(),
            "long-winded long-winded long-winded",
            "",
            &link,
            "",
            "w w w w w w w w w",
            &link,
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn signs_that_take_no_column_are_not_counted() {
        let isolated = format!("\u{2068}{}\u{2069}", "a".repeat(69));
        assert_eq!(wrapped(&format!("a {isolated} b")), format!("a {isolated}\nb"));
        assert_eq!(wrapped(&format!("a {isolated}b")), format!("a {isolated}b"));
    }

    #[test]
    fn a_broken_isolate_is_closed_and_opened_again() {
        let (a, b) = ("a".repeat(60), "b".repeat(60));
        let broken = wrapped(&format!("\u{2068}x\u{2069} \u{2068}{a} {b}\u{2069} c"));
        let first = format!("\u{2068}x\u{2069} \u{2068}{a}\u{2069}");
        assert_eq!(broken, format!("{first}\n\u{2068}{b}\u{2069} c"));
    }
}
