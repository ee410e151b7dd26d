/// More than any browser's own name needs.
const MAX_CHARACTERS: usize = 120;

/// What of a `User-Agent` may stand in a mail. Whoever holds a session chooses that text, and
/// many mail programs make a link of anything that looks like one, also in plain text: so it keeps
/// the characters of browsers' names, and nothing that reads as an address.
pub(crate) fn displayable(user_agent: &str) -> Option<String> {
    let characters: Vec<char> = user_agent.chars().collect();
    let cleaned: String = characters
        .iter()
        .enumerate()
        .map(|(index, &c)| {
            let next = characters.get(index + 1);
            match c {
                // "10.0", never "evil.example".
                '.' if next.is_some_and(char::is_ascii_digit) => c,
                c if c.is_ascii_alphanumeric() || "()/;,-_+".contains(c) => c,
                _ => ' ',
            }
        })
        .take(MAX_CHARACTERS)
        .collect();
    let words: Vec<&str> = cleaned.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_as_it_names_itself() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/150.0";
        assert_eq!(displayable(firefox).as_deref(), Some(firefox));
    }

    #[test]
    fn nothing_in_it_reads_as_an_address_or_as_markup() {
        for (typed, shown) in [
            ("https://evil.example/login", "https //evil example/login"),
            ("call evil@evil.example now", "call evil evil example now"),
            ("<a href='x'>click</a>", "a href x click /a"),
            ("{{ link }}\r\nSubject: x", "link Subject x"),
            ("\u{202e}moc.live", "moc live"),
        ] {
            assert_eq!(displayable(typed).as_deref(), Some(shown));
        }
    }

    #[test]
    fn an_empty_one_is_left_out_and_a_long_one_cut() {
        assert_eq!(displayable(""), None);
        assert_eq!(displayable(" \u{200b}… "), None);
        assert_eq!(displayable(&"a".repeat(10_000)).map(|d| d.len()), Some(120));
    }
}
