//! The keys as they are made when this migration comes to be; they are made anew whenever an
//! account changes.

use icu_normalizer::ComposingNormalizerBorrowed;

const WORDS: usize = 6;
const MAX_CHARS: usize = 254;

/// The keys of an account in their order, each with how many bytes it shares with the one before.
pub(super) fn of(address: Option<&str>, name: Option<&str>) -> Vec<(String, usize)> {
    let name = name.map(fold).unwrap_or_default();
    let words = name.match_indices(' ').map(|(at, _)| at + 1).take(WORDS - 1);
    let from_words = std::iter::once(0).chain(words).map(|start| name[start..].to_owned());
    let all = address.map(str::to_owned).into_iter().chain(from_words);
    let cut = |key: String| key.chars().take(MAX_CHARS).collect::<String>();
    let mut keys: Vec<String> = all.filter(|key| !key.is_empty()).map(cut).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut before = "";
    let shared = keys.iter().map(|key| {
        let both = std::mem::replace(&mut before, key).bytes().zip(key.bytes());
        both.take_while(|(one, other)| one == other).count()
    });
    let shared: Vec<usize> = shared.collect();
    keys.into_iter().zip(shared).collect()
}

fn fold(text: &str) -> String {
    let text = ComposingNormalizerBorrowed::new_nfkc().normalize(text).to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn keys_come_in_order_with_what_they_share() {
        let keys = of(Some("anna@example.com"), Some("Ann Anna"));
        let keys: Vec<_> = keys.iter().map(|(key, shared)| (key.as_str(), *shared)).collect();
        assert_eq!(keys, [("ann anna", 0), ("anna", 3), ("anna@example.com", 4)]);
        assert_eq!(of(None, None), []);
    }
}
