/// Enough for any reason, and little enough for a line of the log.
const MAX_CHARACTERS: usize = 300;

/// What a provider said, fit for the log: one short line without the words in `hidden`, which are
/// secrets, without anything like an address, and without characters that steer a terminal.
pub(crate) fn excerpt(said: &str, hidden: &[&str]) -> String {
    let mut said = said.to_owned();
    for word in hidden.iter().filter(|word| !word.is_empty()) {
        said = said.replace(word, "[…]");
    }
    let spaced: String = said.chars().map(|c| if is_steering(c) { ' ' } else { c }).collect();
    let words = spaced.split_whitespace();
    let line = words.map(|w| if is_address(w) { "[…]" } else { w }).collect::<Vec<_>>().join(" ");
    line.chars().take(MAX_CHARACTERS).collect()
}

/// Control characters, and those that turn the direction of what follows.
fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Providers repeat the reader's address in spellings of their own.
fn is_address(word: &str) -> bool {
    word.contains('@') || word.contains("%40")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_provider_says_is_one_short_line_without_what_is_hidden() {
        let said = "5.1.1 <ada@example.com>:\r\n\x1b[31m no re_123 such user";
        assert_eq!(
            excerpt(said, &["ada@example.com", "re_123", ""]),
            "5.1.1 <[…]>: [31m no […] such user"
        );
        let said = "550 <ADA@Example.com>, see https://x.example/?to=ada%40example.com \u{202e}now";
        assert_eq!(excerpt(said, &[]), "550 […] see […] now");
        assert_eq!(excerpt(&"x".repeat(10_000), &[]).len(), MAX_CHARACTERS);
    }
}
