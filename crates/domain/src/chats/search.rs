use std::{collections::HashSet, ops::Range};

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::{CodePointMapData, props::GeneralCategory};

use super::{Chat, Message};
use crate::shared::{FieldCode, Invalid};

/// By how many different words a message is found at most.
const MAX_WORDS: usize = 5000;

/// How much of a word counts, in characters.
const MAX_WORD_CHARS: usize = 32;

impl Chat {
    /// The words by which the chat is found: those of its title, folded, each once.
    pub fn search_words(&self) -> Vec<String> {
        self.title.as_ref().map(|title| words_of(title.as_str())).unwrap_or_default()
    }
}

impl Message {
    /// The words by which the message is found: the first 5000 different ones of its text parts,
    /// folded, each once. None has a character that an index could take for the end of a word.
    pub fn search_words(&self) -> Vec<String> {
        words_of(&self.parts.text())
    }
}

/// What somebody looks for: a text is found if it has all of the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatQuery {
    words: Vec<String>,
    beginning: Option<String>,
}

impl ChatQuery {
    /// The longest query, in characters.
    pub const MAX_CHARS: usize = 200;

    /// How many words may be looked for at once.
    pub const MAX_WORDS: usize = 10;

    /// Folds and judges what somebody typed. The last word may be the beginning of one, unless
    /// something is typed behind it.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.chars().count() > Self::MAX_CHARS {
            let max = Self::MAX_CHARS as u64;
            let why = "a query has at most 200 characters";
            return Err(Invalid::new(FieldCode::TooLong, why).with("max", max));
        }
        let mut slices = slices(text).peekable();
        let (mut words, mut beginning) = (Vec::new(), None);
        while let Some(slice) = slices.next() {
            let open = slices.peek().is_none() && slice.end == text.len();
            match fold(&text[slice]) {
                word if word.is_empty() || words.contains(&word) => {}
                word if open => beginning = Some(word),
                word => words.push(word),
            }
        }
        if words.is_empty() && beginning.is_none() {
            return Err(Invalid::new(FieldCode::Required, "there is no word to look for"));
        }
        if words.len() + usize::from(beginning.is_some()) > Self::MAX_WORDS {
            let max = Self::MAX_WORDS as u64;
            let why = "a query has at most 10 different words";
            return Err(Invalid::new(FieldCode::TooLong, why).with("max", max));
        }
        Ok(Self { words, beginning })
    }

    /// The words that must be there as they are, folded.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// What some word must begin with, folded.
    pub fn beginning(&self) -> Option<&str> {
        self.beginning.as_deref()
    }

    /// Whether a text with these words, as `search_words` gave them, is found.
    pub fn finds(&self, words: &[String]) -> bool {
        self.words.iter().all(|wanted| words.contains(wanted))
            && self.beginning().is_none_or(|start| words.iter().any(|word| word.starts_with(start)))
    }

    /// The part of a text to show, and where the words stand in that part.
    pub fn excerpt(&self, text: &str) -> Excerpt {
        const BEFORE: usize = 60;
        const CHARS: usize = 240;

        let found = |slice: &Range<usize>| {
            let word = fold(&text[slice.clone()]);
            self.words.contains(&word)
                || self.beginning().is_some_and(|start| word.starts_with(start))
        };
        let mut hits = slices(text).filter(found).peekable();
        let first = hits.peek().map_or(0, |slice| slice.start);
        let start =
            text[..first].char_indices().rev().take(BEFORE).last().map_or(first, |(at, _)| at);
        let end = text[start..].char_indices().nth(CHARS).map_or(text.len(), |(at, _)| start + at);
        let units = |at: usize| text[start..at].encode_utf16().count();
        let ranges = hits.take_while(|slice| slice.end <= end);
        let ranges = ranges.map(|slice| units(slice.start)..units(slice.end)).collect();
        Excerpt { text: text[start..end].to_owned(), ranges }
    }
}

/// Part of a text in which words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The part, as it stands in the text: at most 240 characters.
    pub text: String,
    /// Where the words stand in it, in UTF-16 code units from its beginning: what a string is
    /// counted in by JavaScript.
    pub ranges: Vec<Range<usize>>,
}

/// The words of a text, folded, each once, in the order in which they come.
fn words_of(text: &str) -> Vec<String> {
    let mut known = HashSet::new();
    let words = slices(text).map(|slice| fold(&text[slice])).filter(|word| !word.is_empty());
    words.filter(|word| known.insert(word.clone())).take(MAX_WORDS).collect()
}

/// Where the words of a text are: runs of letters, digits and marks. In scripts that put no space
/// between words each letter is one.
fn slices(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        let alone = stands_alone(first);
        let goes_on = |c: char| is_mark(c) || !alone && c.is_alphanumeric() && !stands_alone(c);
        while let Some((at, c)) = chars.next_if(|(_, c)| goes_on(*c)) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

/// Letters of scripts that put no space between words: Thai, Lao, Tibetan, Burmese, Khmer, Chinese
/// and Japanese.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

fn is_mark(c: char) -> bool {
    use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    matches!(category, NonspacingMark | SpacingMark | EnclosingMark)
}

/// The same for whatever a reader takes for the same: without marks, in lower case, compatible
/// forms (NFKD) made one, letters and digits alone.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word[..word.len().min(MAX_WORD_CHARS)].to_ascii_lowercase();
    }
    let bare = DecomposingNormalizerBorrowed::new_nfkd().normalize(word);
    let lower = bare.chars().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c });
    lower.filter(|c| c.is_alphanumeric() && !is_mark(*c)).take(MAX_WORD_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        words_of(text).join(" ")
    }

    #[test]
    fn words_are_folded_and_stand_once() {
        assert_eq!(words("How do PID loops work? PID!"), "how do pid loops work");
        assert_eq!(words("Zoe\u{308} ZOË zoe"), "zoe");
        assert_eq!(words("Straße ＡＢＣ ΣΑΣ σας"), "straße abc σασ");
        assert_eq!(words("don't 3.14 a_b"), "don t 3 14 a b");
        assert_eq!(words("学习控制 ロボット"), "学 习 控 制 ロ ホ ッ ト");
        assert_eq!(words("كِتَاب किताब"), "كتاب कतब");
        assert_eq!(words("\0 \u{202e} 👩‍💻 --"), "");
        assert_eq!(words(&"x".repeat(100)).len(), MAX_WORD_CHARS);
        let many: String = (0..6000).map(|n| format!("{n} ")).collect();
        assert_eq!(words_of(&many).len(), MAX_WORDS);
    }

    #[test]
    fn the_last_word_of_a_query_may_be_a_beginning() {
        let finds =
            |query: &str, text: &str| ChatQuery::parse(query).unwrap().finds(&words_of(text));
        assert!(finds("pid lo", "How do PID loops work?"));
        assert!(!finds("pid lo ", "How do PID loops work?"));
        assert!(finds("loops pid", "PID loops"));
        assert!(!finds("pid cat", "PID loops"));
        assert!(finds("学习", "我学过, 复习"));
        assert!(finds("pid pid", "pid"));
    }

    #[test]
    fn a_query_has_words_but_not_too_many() {
        let code = |text: &str| ChatQuery::parse(text).map_err(|invalid| invalid.code);
        for empty in ["", "  ", "?!", "👩‍💻", "\0"] {
            assert_eq!(code(empty), Err(FieldCode::Required), "{empty:?}");
        }
        assert_eq!(code(&"a".repeat(201)), Err(FieldCode::TooLong));
        assert_eq!(code("a b c d e f g h i j k"), Err(FieldCode::TooLong));
        assert!(code("a b c d e f g h i j").is_ok());
    }

    #[test]
    fn an_excerpt_is_part_of_the_text_and_its_ranges_are_utf_16() {
        let query = ChatQuery::parse("pid lo").unwrap();
        let excerpt = query.excerpt("👩‍💻 <b>PID</b> loops");
        assert_eq!(excerpt.text, "👩‍💻 <b>PID</b> loops");
        let units: Vec<u16> = excerpt.text.encode_utf16().collect();
        let shown: Vec<String> = excerpt
            .ranges
            .iter()
            .map(|range| String::from_utf16(&units[range.clone()]).unwrap())
            .collect();
        assert_eq!(shown, ["PID", "loops"]);

        let long = format!("{} pid {}", "é ".repeat(500), "pid ".repeat(500));
        let excerpt = query.excerpt(&long);
        assert_eq!(excerpt.text.chars().count(), 240);
        assert!(long.contains(&excerpt.text) && excerpt.ranges.len() > 10);
        assert_eq!(excerpt.ranges[0].start, 60);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_is_found_again(text in "(?s).{0,200}") {
            if let Ok(query) = ChatQuery::parse(&text) {
                proptest::prop_assert!(query.finds(&words_of(&text)));
                let excerpt = query.excerpt(&text);
                proptest::prop_assert!(text.contains(&excerpt.text));
                proptest::prop_assert!(!excerpt.ranges.is_empty());
            }
            for word in words_of(&text) {
                proptest::prop_assert!(word.chars().all(char::is_alphanumeric));
            }
        }
    }
}
