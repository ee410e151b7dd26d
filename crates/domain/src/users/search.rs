use icu_normalizer::ComposingNormalizerBorrowed;

use super::{Status, User};
use crate::{
    roles::Role,
    shared::{FieldCode, Invalid},
};

/// By how many words of a name its account is found.
const WORDS: usize = 6;

/// Which accounts are wanted; nothing set: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// Only those that are found by this.
    pub query: Option<SearchQuery>,
    /// Only those of a role.
    pub role: Option<Role>,
    /// Only those that may, or may not, be used.
    pub status: Option<Status>,
    /// Only those whose mailbox is, or is not, proven.
    pub verified: Option<bool>,
}

/// The beginning of an address, of a name, or of the rest of a name from some word on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery(String);

impl SearchQuery {
    /// The longest query, in characters.
    pub const MAX_CHARS: usize = 254;

    /// Folds and judges what somebody typed.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.chars().count() > Self::MAX_CHARS {
            return Err(Invalid::new(FieldCode::TooLong, "a query has at most 254 characters")
                .with("max", Self::MAX_CHARS as u64));
        }
        if text.contains('\0') {
            return Err(Invalid::new(FieldCode::NotAllowed, "a query has no NUL character"));
        }
        match fold(text) {
            folded if folded.is_empty() => {
                Err(Invalid::new(FieldCode::Required, "a query is not empty"))
            }
            folded => Ok(Self(cut(&folded))),
        }
    }

    /// What a search key begins with if it is found by this.
    pub fn prefix(&self) -> &str {
        &self.0
    }
}

impl User {
    /// The keys by which the account is found, each once: its canonical address, and its name from
    /// each word on. None is longer than a query, nor than an index can take.
    pub fn search_keys(&self) -> Vec<String> {
        let name = self.name.as_ref().map(|name| fold(name.as_str())).unwrap_or_default();
        let ends = name.match_indices(' ').map(|(at, _)| at + 1).take(WORDS - 1);
        let from_words = std::iter::once(0).chain(ends).map(|start| cut(&name[start..]));
        let address = self.email.as_ref().map(|email| email.canonical().to_owned());
        let mut keys: Vec<String> =
            address.into_iter().chain(from_words).filter(|key| !key.is_empty()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// At most as many characters as a query has: folding can make eighteen of one.
fn cut(folded: &str) -> String {
    folded.chars().take(SearchQuery::MAX_CHARS).collect()
}

/// The same text for whatever a reader takes for the same: NFKC, lower case, single spaces.
fn fold(text: &str) -> String {
    let text = ComposingNormalizerBorrowed::new_nfkc().normalize(text).to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        shared::{Timestamp, UserId},
        users::{DisplayName, EmailAddress},
    };

    fn keys(email: &str, name: &str) -> Vec<String> {
        let (id, email) = (UserId::from_uuid(Uuid::nil()), EmailAddress::parse(email).unwrap());
        let name = Some(DisplayName::parse(name).unwrap());
        let user = User::new(id, email, Role::User, Timestamp::from_unix_millis(0));
        User { name, ..user }.search_keys()
    }

    #[test]
    fn an_account_is_found_by_its_address_and_by_each_word_of_its_name() {
        assert_eq!(
            keys("Ada@Example.com", "Ada  King Lovelace"),
            ["ada king lovelace", "ada@example.com", "king lovelace", "lovelace"]
        );
        assert_eq!(keys("x@example.com", "ＡＤＡ"), ["ada", "x@example.com"]);
        assert_eq!(keys("a@example.com", "a a a").len(), 4);
    }

    #[test]
    fn a_long_name_has_few_keys() {
        assert_eq!(keys("a@example.com", &"ab ".repeat(30)).len(), 1 + WORDS);
    }

    #[test]
    fn a_key_is_no_longer_than_a_query_and_found_by_all_of_it() {
        let name = "\u{fdfa}".repeat(100);
        let keys = keys("a@example.com", &name);
        assert!(keys.iter().all(|key| key.chars().count() <= SearchQuery::MAX_CHARS));
        let query = SearchQuery::parse(&name).unwrap();
        assert_eq!(query.prefix().chars().count(), SearchQuery::MAX_CHARS);
        assert!(keys.iter().any(|key| key == query.prefix()));
    }

    #[test]
    fn a_query_is_folded_like_what_it_finds() {
        assert_eq!(SearchQuery::parse(" Ada  LOVE").unwrap().prefix(), "ada love");
        assert_eq!(SearchQuery::parse("  ").map_err(|e| e.code), Err(FieldCode::Required));
        assert_eq!(SearchQuery::parse("a\0").map_err(|e| e.code), Err(FieldCode::NotAllowed));
        let long = SearchQuery::parse(&"a".repeat(255));
        assert_eq!(long.map_err(|e| e.code), Err(FieldCode::TooLong));
    }
}
