//! What several kinds of rows have in common when they are read.

use bookplate_domain::{store::StoreError, users::EmailAddress};

/// A row that does not make sense.
pub(super) fn corrupt(what: &'static str, why: impl Into<String>) -> StoreError {
    let why = why.into();
    StoreError::Corrupt { what, why }
}

/// A number that is counted up from zero.
pub(super) fn count(what: &'static str, column: &str, value: i64) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| corrupt(what, format!("{column} is {value}")))
}

/// A word out of a list.
pub(super) fn word<T>(
    what: &'static str,
    column: &str,
    text: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, StoreError> {
    parse(text).ok_or_else(|| corrupt(what, format!("{column} is {text:?}")))
}

/// An address that may be missing, but not by half.
pub(super) fn address(
    what: &'static str,
    written: Option<String>,
    canonical: Option<String>,
) -> Result<Option<EmailAddress>, StoreError> {
    match (written, canonical) {
        (Some(written), Some(canonical)) => Ok(Some(EmailAddress::from_stored(written, canonical))),
        (None, None) => Ok(None),
        _ => Err(corrupt(what, "half of the address is missing")),
    }
}
