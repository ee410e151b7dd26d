//! How somebody wants to be written to, as the two columns that several tables have.

use bookplate_domain::shared::{LanguageTag, Locale, TimeZoneName};

/// The columns `language` and `time_zone`.
pub(super) type Columns = (Option<String>, Option<String>);

pub(super) fn write(locale: &Locale) -> Columns {
    let language = locale.language.as_ref().map(|tag| tag.as_str().to_owned());
    let time_zone = locale.time_zone.as_ref().map(|name| name.as_str().to_owned());
    (language, time_zone)
}

pub(super) fn read((language, time_zone): Columns) -> Locale {
    Locale {
        language: language.map(LanguageTag::from_stored),
        time_zone: time_zone.map(TimeZoneName::from_stored),
    }
}
