/// Enough for any reason, and little enough for a line of the log.
const MAX_CHARACTERS: usize = 300;

/// What a provider said, fit for the log: one short line without the words in `hidden`, which are
/// secrets and the address of the reader.
pub(crate) fn excerpt(said: &str, hidden: &[&str]) -> String {
    let mut said = said.to_owned();
    for word in hidden.iter().filter(|word| !word.is_empty()) {
        said = said.replace(word, "[…]");
    }
    let spaced: String = said.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(MAX_CHARACTERS).collect()
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
        assert_eq!(excerpt(&"x".repeat(10_000), &[]).len(), MAX_CHARACTERS);
    }
}
