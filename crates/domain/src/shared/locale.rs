use super::{FieldCode, Invalid};

/// How somebody wants to be written to. Where nothing is said, the writer chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Locale {
    /// The language.
    pub language: Option<LanguageTag>,
    /// The time zone in which moments are told.
    pub time_zone: Option<TimeZoneName>,
}

/// The name of a language, such as `de` or `es-MX` (BCP 47): judged by its form, since nobody has
/// a list of all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// The longest tag, in characters (RFC 5646, 4.4.1).
    pub const MAX_CHARS: usize = 35;

    /// Judges what somebody typed: letters, then subtags of letters and digits behind hyphens.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let well_formed = |subtag: &str| {
            (1..=8).contains(&subtag.len()) && subtag.chars().all(|c| c.is_ascii_alphanumeric())
        };
        let primary = text.split('-').next().unwrap_or_default();
        let named =
            (2..=8).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_alphabetic());
        if named && text.len() <= Self::MAX_CHARS && text.split('-').all(well_formed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(FieldCode::InvalidFormat, "not the tag of a language, such as en"))
        }
    }

    /// Takes a tag as a store kept it.
    pub fn from_stored(tag: String) -> Self {
        Self(tag)
    }

    /// The tag as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script, region and the like, in lower case: `de` of `de-AT`.
    pub fn primary(&self) -> String {
        self.0.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }
}

/// The name of a time zone, such as `Europe/Berlin` (IANA): judged by its form. Whoever tells the
/// time knows which names there are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeZoneName(String);

impl TimeZoneName {
    /// The longest name, in characters; the longest there is has 32.
    pub const MAX_CHARS: usize = 64;

    /// Judges what somebody typed: words parted by slashes.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let word = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_alphabetic())
                && word.chars().all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
        };
        if text.len() <= Self::MAX_CHARS && text.split('/').all(word) {
            Ok(Self(text.to_owned()))
        } else {
            let why = "not the name of a time zone, such as Europe/Berlin";
            Err(Invalid::new(FieldCode::InvalidFormat, why))
        }
    }

    /// Takes a name as a store kept it.
    pub fn from_stored(name: String) -> Self {
        Self(name)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_a_tag_of_letters_with_subtags() {
        for good in ["en", "DE-at", "zh-Hant-TW", "es-419", "ast"] {
            assert_eq!(LanguageTag::parse(good).map(|tag| tag.0).as_deref(), Ok(good));
        }
        for wrong in ["", "e", "en_US", "en-", "-en", "419", "en US", "én", "*"] {
            assert!(LanguageTag::parse(wrong).is_err(), "{wrong}");
        }
        assert!(LanguageTag::parse(&["abcdefgh"; 5].join("-")).is_err());
        assert_eq!(LanguageTag::parse("DE-at").unwrap().primary(), "de");
    }

    #[test]
    fn a_time_zone_is_words_parted_by_slashes() {
        for good in ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"] {
            assert!(TimeZoneName::parse(good).is_ok(), "{good}");
        }
        for wrong in ["", "/", "Europe/", "../etc/passwd", "Europe Berlin", "+02:00", "a\nb"] {
            assert!(TimeZoneName::parse(wrong).is_err(), "{wrong}");
        }
        assert!(TimeZoneName::parse(&"a".repeat(65)).is_err());
    }
}
